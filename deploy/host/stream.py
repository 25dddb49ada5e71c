"""A paramiko channel with the face of a socket, as far as HTTP and TLS need one."""

import io
from typing import Any

from paramiko import Channel


class Stream:
    """A byte stream over an SSH channel.

    Not Channel itself: its makefile() has no readinto semantics of io, its fileno() makes a pipe each time,
    and urllib3's SSLTransport counts readers the way sockets do.
    """

    def __init__(self, channel: Channel) -> None:
        self.channel = channel
        self._io_refs = 0  # SSLTransport.makefile adds one a reader
        self._closed = False

    def recv(self, size: int, flags: int = 0) -> bytes:
        """Up to `size` bytes; b"" at the end. Raises TimeoutError."""
        return self.channel.recv(size)

    def recv_into(self, buffer: Any, size: int = 0, flags: int = 0) -> int:
        """Like recv, into a buffer."""
        data = self.channel.recv(size or len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def sendall(self, data: Any, flags: int = 0) -> None:
        """Send everything. Raises OSError when the other side is gone."""
        self.channel.sendall(bytes(data))

    def settimeout(self, seconds: float | None) -> None:
        """Patience of recv and sendall."""
        self.channel.settimeout(seconds)

    def gettimeout(self) -> float | None:
        """Patience of recv and sendall."""
        return self.channel.gettimeout()

    def makefile(self, mode: str = "rb", buffering: int | None = None, **_: Any) -> io.BufferedReader:
        """A buffered reader; http.client wants no other."""
        self._io_refs += 1
        return io.BufferedReader(_Reader(self))

    @property
    def ended(self) -> bool:
        """Has the other side closed, or sent what nobody asked for? Then it carries no further request."""
        return bool(self.channel.closed or self.channel.eof_received or self.channel.recv_ready())

    def close(self) -> None:
        """Close once the last reader is closed, as sockets do: http.client closes first and reads on."""
        self._closed = True
        if self._io_refs <= 0:
            self.channel.close()

    def shutdown(self, how: int) -> None:
        """Close for good; urllib3 2.3 and newer call it to stop a reader."""
        self.channel.close()

    def _decref_socketios(self) -> None:
        self._io_refs -= 1
        if self._closed:
            self.close()


class _Reader(io.RawIOBase):
    def __init__(self, stream: Stream) -> None:
        self._stream: Stream | None = stream

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        assert self._stream is not None
        return self._stream.recv_into(buffer)

    def close(self) -> None:
        stream, self._stream = self._stream, None
        super().close()
        if stream is not None:
            stream._decref_socketios()
