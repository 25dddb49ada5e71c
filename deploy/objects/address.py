"""Addresses to which an administrator's token may be sent. Pure."""

from ipaddress import ip_address
from urllib.parse import SplitResult, urljoin, urlsplit

from deploy.errors import OperatorError

_LONGEST = 200  # shown of an address that others wrote


def address(url: str) -> str:
    """The address as requests go to it, without a slash at its end. Raises OperatorError."""
    try:
        found = urlsplit(url)
        port = found.port
    except ValueError:
        found, port = SplitResult("", "", "", "", ""), None
    if found.scheme not in ("https", "http") or not found.hostname or port == 0:
        raise OperatorError("--url: is no address. Write it like https://chat.example.com")
    if found.username is not None or found.query or found.fragment:
        raise OperatorError("--url: holds more than an address. Write it like https://chat.example.com, no login in it")
    if found.scheme == "http" and not _here(found.hostname):
        raise OperatorError(f"--url: http:// would carry the token in the clear. Write https://{found.hostname}")
    return url.rstrip("/")


def place(url: str, base: str = "") -> str:
    """Scheme, host, port and path, for messages: a login and a query are left out, they may be secrets.

    url: may be relative to base
    """
    try:
        found = urlsplit(urljoin(base, url))
        port = f":{found.port}" if found.port else ""
    except ValueError:
        return "an address that cannot be read"
    text = f"{found.scheme}://{found.hostname or ''}{port}{found.path}"
    return "".join(each for each in text if each.isprintable())[:_LONGEST]


def _here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
