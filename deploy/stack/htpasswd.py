"""A line for Traefik's basicAuth."""

import base64
from hashlib import sha1


def line(user: str, password: str) -> str:
    """`user:hash` in the {SHA} form; Traefik also reads bcrypt and MD5, which the standard library lacks.

    The password is 32 random characters, so the weak hash gives nothing away.
    """
    digest = base64.b64encode(sha1(password.encode(), usedforsecurity=False).digest()).decode()
    return f"{user}:{{SHA}}{digest}"
