"""The verbs of the wrapper, one a file.

`arguments(parser)` declares the options, `run(arguments, rest)` gives the exit code, `PASSES_ON` names the program
that unknown options go to.
"""
