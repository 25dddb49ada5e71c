"""pyinfra reads this first, also without the wrapper: before it connects."""

import logging

# pyinfra tells in one line why a connection failed; paramiko would add a traceback from a thread of its own.
logging.getLogger("paramiko").setLevel(logging.CRITICAL)
