"""What both hosts of inventories/fleet.py share: all that the demo declares. What differs stands with the host."""

import runpy
from pathlib import Path

# Not an import: pyinfra executes this file from anywhere, and drops names that an import brings.
_demo = runpy.run_path(str(Path(__file__).with_name("demo.py")))
__all__ = [name for name in _demo if not name.startswith("_")]
globals().update({name: _demo[name] for name in __all__})
