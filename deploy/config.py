"""What pyinfra reads before it connects: the wrapper names it by --config."""

import logging

# pyinfra tells in one line why a connection failed; paramiko would add a traceback from a thread of its own.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)
