"""What the operator declares: frozen models, one section a file; nothing here knows pyinfra."""
