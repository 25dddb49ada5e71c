"""The site as visitors reach it: through the proxy on the host's own port 443."""

import urllib3
from pyinfra.api.host import Host

from deploy.host import channel
from deploy.settings.settings import Settings


def session(host: Host, settings: Settings) -> channel.Session:
    """A session to `settings.url` through the host's loopback. The certificate is no question there.

    Requests raise requests.exceptions.RequestException when nobody answers.
    """
    urllib3.disable_warnings(urllib3.exceptions.InsecureRequestWarning)
    found = channel.session(host, "127.0.0.1", 443, server_name=settings.domain, timeout=(10.0, 30.0))
    found.verify = False
    return found
