"""The guards: one id, one probe, one remedy; preflight, gate, verify and timer use the same ones."""
