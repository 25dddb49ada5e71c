"""Who stands between the internet and the web container."""

from ipaddress import IPv4Network, IPv6Network
from typing import Literal

from pydantic import Field, model_validator

from deploy.settings.names import Port
from deploy.settings.section import Section


class Proxy(Section):
    """The reverse proxy: our Traefik, or one that you already run."""

    mode: Literal["managed", "loopback", "network"] = Field(
        "managed",
        description="`managed`: Traefik of this stack on 80 and 443. `loopback`: your proxy reaches web on "
        "127.0.0.1. `network`: your Traefik reaches web over a named Docker network by labels.",
    )
    port: Port = Field(3000, description="Loopback port of web in mode `loopback`.")
    network: str | None = Field(None, description="Existing Docker network in mode `network`.")
    entrypoint: str = Field("websecure", description="Your Traefik's TLS entry point in mode `network`.")
    cert_resolver: str | None = Field(None, description="Your Traefik's certificate resolver in mode `network`.")
    trusted: list[IPv4Network | IPv6Network] = Field(
        default_factory=list,
        description="Networks of proxies in front of ours (a CDN) whose X-Forwarded-* headers are believed.",
    )
    admin_networks: list[IPv4Network | IPv6Network] = Field(
        default_factory=list,
        description="Networks that may open /super_admin and /monitoring; everybody else gets 404.",
    )
    hsts_seconds: int = Field(31536000, ge=0, description="Strict-Transport-Security max-age in seconds; 0 = none.")
    dashboard: bool = Field(False, description="Traefik's dashboard at /traefik/ on the site, behind a password.")

    @model_validator(mode="after")
    def _network_is_named(self) -> "Proxy":
        if self.mode == "network" and not self.network:
            raise ValueError("mode network needs the key network: the name of your proxy's Docker network")
        if self.mode != "network" and self.network:
            raise ValueError(f"network has no effect in mode {self.mode}; remove it or set mode to network")
        return self

    @property
    def managed(self) -> bool:
        """Is the proxy a service of our stack?"""
        return self.mode == "managed"
