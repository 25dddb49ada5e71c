"""Uploads: what a worker writes the web serves."""

from secrets import token_hex

import pytest

from deploy.settings.settings import Settings
from tests.vps.shell import Shell

# Takes its file away again, however it ends.
_ROUND = """\
file=/app/storage/.chatwoot-deploy-verify-{mark}
trap "docker exec {worker} rm -f $file" EXIT
docker exec {worker} sh -c "umask 022; echo {mark} > $file" || exit 1
docker exec {web} cat $file
docker exec {scheduler} cat $file
docker exec {worker} rm -f $file
docker exec {web} test -e $file && echo still there
true
"""


def test_worker_writes_and_web_reads(settings: Settings, shell: Shell) -> None:
    if settings.storage.mode != "local":
        pytest.skip("storage.mode is s3: uploads are in the bucket, and the volume is not used")
    mark = token_hex(8)
    names = {"web": "chatwoot", "worker": "worker", "scheduler": "scheduler"}
    containers = {word: settings.container(service) for word, service in names.items()}
    assert shell.must(_ROUND.format(mark=mark, **containers)).splitlines() == [mark, mark]
