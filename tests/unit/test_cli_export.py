"""`export` as its operator types it: wrong words are one sentence, and nothing odd is printed before it."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

COMMAND = str(Path(sys.executable).with_name("chatwoot-deploy"))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ([], "export: name an inventory, or an installation with --url https://chat.example.com"),
        (["inventories/demo.py", "--url", "https://chat.example.com"], "export: name an inventory, or an installation"),
        (["--url", "https://chat.example.com"], "CHATWOOT_TOKEN is not set. Put the token"),
        (["--url", "chat.example.com"], "https://"),
        (["--url", "https://chat.example.com", "--output", "/nowhere/x.py"], "/nowhere: is no folder"),
        (["--url", "https://chat.example.com", "--secrets", "~nosuchuser/x"], "this machine has no such user"),
        (["nowhere.py"], "nowhere.py: no such inventory"),
    ],
)
def test_wrong_words_are_one_sentence(words: list[str], said: str) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "CHATWOOT_TOKEN"}
    if words == ["--url", "chat.example.com"]:
        environment["CHATWOOT_TOKEN"] = "t0ken"
    done = subprocess.run(
        [COMMAND, "export", *words], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert done.returncode == 1
    assert said in done.stderr
    assert len(done.stderr.strip().splitlines()) == 1, done.stderr  # no traceback, no warning of a library
