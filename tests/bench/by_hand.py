"""The same installation by one shell script, with the same files: what apply is measured against."""

import io
import subprocess
import tarfile
import time
from collections.abc import Iterable
from pathlib import Path

from pydantic import SecretStr

from deploy.chatwoot import bootstrap
from deploy.checks.observed import HostState
from deploy.files.rendered import Rendered
from deploy.host.files import host_tree
from deploy.settings.settings import Settings
from deploy.stack.compose import declared
from deploy.stack.render import route_tree, stack_tree
from deploy.stack.secrets import complete
from tests.e2e import stack
from tests.e2e.site import Site
from tests.sandbox.machine import Machine

SCRIPT = Path(__file__).with_name("by_hand.sh")
HANG_SECONDS = 900


def install(machine: Machine, settings: Settings, seen: HostState) -> float:
    """Run the script on a bare machine; seconds until it ended.

    seen: the machine, of which the rendered files depend on memory and distribution
    """
    secrets = complete(settings, None, {})
    tree = stack_tree(settings, settings.sizing.resolve(seen.ram_mb), secrets)
    route = route_tree(settings, secrets, declared(tree.files[0].content)["chatwoot"]).files[0]
    # Not yet where Traefik would find it: by hand, too, the site opens last.
    parked = Rendered(f"{settings.root}/route.yaml", route.content, route.mode)
    passwords = SecretStr(secrets["ADMIN_PASSWORD"]), SecretStr(secrets["SERVICE_PASSWORD"])
    ruby = Rendered("/root/bootstrap.rb", bootstrap.script(settings, *passwords), "600")
    packed = _tar([*host_tree(settings, seen).files, *tree.files, parked, ruby])
    subprocess.run([*machine.ssh(), "cat > /root/by_hand.sh"], input=SCRIPT.read_bytes(), check=True, timeout=60)
    command = [*machine.ssh(), f"bash /root/by_hand.sh {settings.project}"]
    began = time.monotonic()
    done = subprocess.run(command, input=packed, capture_output=True, check=False, timeout=HANG_SECONDS)
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return time.monotonic() - began


def upgrade(site: Site, old: str, new: str) -> float:
    """What people type: another tag in the file, pull, up. Seconds until everything is healthy again."""
    began = time.monotonic()
    site.machine.run(
        f"cd {site.root} && sed -i 's/:v{old}/:v{new}/' compose.yaml && docker compose pull -q && docker compose up -d",
        timeout=HANG_SECONDS,
    )
    stack.wait(site)
    return time.monotonic() - began


def _tar(files: Iterable[Rendered]) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w") as archive:
        for file in files:
            content = file.content.encode()
            member = tarfile.TarInfo(file.path.lstrip("/"))
            member.size, member.mode = len(content), int(file.mode, 8)
            if file.owner == "999:999":
                member.uid = member.gid = 999
            archive.addfile(member, io.BytesIO(content))
    return buffer.getvalue()
