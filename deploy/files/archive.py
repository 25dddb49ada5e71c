"""Files packed for the way to the host: a tar in base64, because a command's standard input carries text only."""

import base64
import io
import tarfile
from collections.abc import Sequence

from deploy.files.rendered import Rendered


def pack(files: Sequence[Rendered]) -> str:
    """A tar of the contents under the names 0, 1, 2 ... as base64 text ending in a line break.

    Modes and owners are left to the receiving side: the members are 0600 until they are in order.
    """
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for number, file in enumerate(files):
            member = tarfile.TarInfo(str(number))
            content = file.content.encode()
            member.size, member.mode = len(content), 0o600
            archive.addfile(member, io.BytesIO(content))
    return base64.encodebytes(buffer.getvalue()).decode()
