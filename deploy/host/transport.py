"""requests and urllib3 over a connection that somebody else opens."""

import ssl
from collections.abc import Callable
from typing import Any

import certifi
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection
from urllib3.connectionpool import HTTPConnectionPool
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError
from urllib3.util.ssl_ import create_urllib3_context
from urllib3.util.ssltransport import SSLTransport

from deploy.host.stream import Stream


class _Connection(HTTPConnection):
    def __init__(self, *arguments: Any, dial: Callable[[float | None], Any], **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._dial = dial

    def connect(self) -> None:
        patience = self.timeout if isinstance(self.timeout, int | float) else None
        try:
            self.sock = self._open(patience)
        except TimeoutError as error:
            raise ConnectTimeoutError(self, f"no answer within {patience} s") from error
        except ssl.SSLError:
            raise  # urllib3 turns it into its own, and requests into requests.exceptions.SSLError
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    def _open(self, patience: float | None) -> Any:
        return self._dial(patience)

    @property
    def is_connected(self) -> bool:
        """Still good for another request? urllib3's own way wants a file descriptor."""
        inner = self.sock.socket if isinstance(self.sock, SSLTransport) else self.sock
        if isinstance(inner, Stream):
            return not inner.ended
        return super().is_connected


class _Secure(_Connection):
    """TLS by ssl.MemoryBIO: a channel is no socket that ssl could wrap."""

    def __init__(self, *arguments: Any, server_name: str, authorities: str | bool, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._server_name, self._authorities = server_name, authorities

    def _open(self, patience: float | None) -> Any:
        context = create_urllib3_context()
        if self._authorities is False:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        else:
            context.check_hostname = True
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(self._authorities if isinstance(self._authorities, str) else certifi.where())
        opened = self._dial(patience)
        try:
            return SSLTransport(opened, context, server_hostname=self._server_name)
        except BaseException:
            opened.close()  # or the other side waits for the rest of the handshake
            raise


class _Pool(HTTPConnectionPool):
    ConnectionCls = _Connection


class _SecurePool(HTTPConnectionPool):
    scheme = "https"
    ConnectionCls = _Secure


class Adapter(HTTPAdapter):
    """An adapter with one pool, whose connections come from `dial(seconds)`.

    server_name: name that the certificate must carry when the URL is https
    """

    def __init__(self, dial: Callable[[float | None], Any], server_name: str) -> None:
        super().__init__()
        self._dial, self._server_name = dial, server_name
        self._pools: dict[tuple[bool, str | bool], HTTPConnectionPool] = {}

    def get_connection_with_tls_context(
        self, request: Any, verify: Any, proxies: Any = None, cert: Any = None
    ) -> HTTPConnectionPool:
        """The pool for a request; URLs choose only between plain and TLS."""
        secure = str(request.url).startswith("https:")
        key = (secure, verify if isinstance(verify, str) else bool(verify))
        if key not in self._pools:
            # retries and redirects are requests' and our own business
            self._pools[key] = (
                _SecurePool(self._server_name, dial=self._dial, server_name=self._server_name, authorities=key[1])
                if secure
                else _Pool(self._server_name, dial=self._dial)
            )
        return self._pools[key]

    def cert_verify(self, conn: Any, url: Any, verify: Any, cert: Any) -> None:
        """Nothing: the pool already knows its authorities."""

    def close(self) -> None:
        """Close idle connections."""
        for pool in self._pools.values():
            pool.close()
        super().close()
