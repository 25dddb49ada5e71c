"""For every test: gevent before anything else, as pyinfra's own command line does it."""

from gevent import monkey  # type: ignore[import-untyped]

# Patching after ssl is in use ends in a RecursionError, and some test or other imports pyinfra's command line.
monkey.patch_all()
