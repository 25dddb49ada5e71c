"""The throw-away VPS: a Debian 13 machine under systemd-nspawn, for `make demo` and the end-to-end tests.

Start at `machine.Machine`, `network.Network`, `acme.Acme` and `cleanup.leftovers`; README.md has the verbs.
"""
