"""What an operator can cause and mend."""


class OperatorError(Exception):
    """One sentence: what is wrong, where, and how to mend it. Shown without a traceback, ends with exit 1."""
