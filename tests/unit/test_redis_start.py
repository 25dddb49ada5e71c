"""What Redis' container does before Redis: zeros that a power cut has left at the end of its file."""

import subprocess
from pathlib import Path

import pytest

from deploy.files.templates import FOLDER

WHOLE = b"*1\r\n$4\r\nPING\r\n" * 3
# What the real one says, of Redis 8.0.2; --fix cuts after asking.
CHECK = """#!/bin/sh
[ "$1" != --fix ] || { read -r answer; [ "$answer" = y ] && truncate -s "$(cat "$HOME/whole")" "$2"; exit; }
echo "AOF analyzed: filename=$1, size=$(wc -c < "$1"), ok_up_to=$(cat "$HOME/whole"), ok_up_to_line=9, \
diff=$(($(wc -c < "$1") - $(cat "$HOME/whole")))"
echo "AOF $1 is not valid. Use the --fix option to try fixing it."
exit 1
"""


class Container:
    """/data and the programs of the image."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data = folder, folder / "data/appendonlydir"
        self.data.mkdir(parents=True)
        for name, text in (("redis-check-aof", CHECK), ("docker-entrypoint.sh", '#!/bin/sh\necho "becomes $*"\n')):
            (folder / name).write_text(text)
            (folder / name).chmod(0o755)
        (folder / "whole").write_text(str(len(WHOLE)))

    def start(self, content: bytes, name: str = "appendonlydir/appendonly.aof.2.incr.aof") -> tuple[str, bytes]:
        """What is printed, and what is in the file then."""
        file = self.folder / "data" / name
        file.write_bytes(content)
        (self.data / "appendonly.aof.2.base.rdb").write_bytes(b"REDIS\0")
        environment = {
            "PATH": f"{self.folder}:/usr/bin:/bin",
            "DATA": str(self.folder / "data"),
            "HOME": str(self.folder),
        }
        done = subprocess.run(
            ["sh", str(FOLDER / "redis/start.sh")], env=environment | {"MOST": "5000"}, capture_output=True, check=True
        )
        assert (self.data / "appendonly.aof.2.base.rdb").read_bytes() == b"REDIS\0"
        return done.stdout.decode(), file.read_bytes()


@pytest.fixture
def container(tmp_path: Path) -> Container:
    return Container(tmp_path)


@pytest.mark.parametrize("name", ["appendonlydir/appendonly.aof.2.incr.aof", "appendonly.aof"])
@pytest.mark.parametrize("rest", [b"\0" * 1248, b"*2\r\n$3\r\nGE" + b"\0" * 12])
def test_zeros_at_the_end_go(container: Container, rest: bytes, name: str) -> None:
    said, left = container.start(WHOLE + rest, name)
    assert left == WHOLE
    assert f"its last {len(rest)} bytes go\n" in said
    assert said.endswith("becomes redis-server /etc/redis/redis.conf\n")


@pytest.mark.parametrize("content", [WHOLE, b"", WHOLE + b"*2\r\n$3\r\nGE"])
def test_anything_else_is_left_to_redis(container: Container, content: bytes) -> None:
    assert container.start(content) == ("becomes redis-server /etc/redis/redis.conf\n", content)


def test_more_than_a_second_is_left_to_a_hand(container: Container) -> None:
    content = WHOLE + b"\0" * 5001
    said, left = container.start(content)
    assert left == content
    assert "5001 bytes would go" in said
    assert "becomes redis-server" in said
