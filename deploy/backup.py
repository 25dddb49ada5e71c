"""Take a backup now, or check the repository: `pyinfra inventories/demo.py deploy/backup.py`."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.backups import operations as backups
from deploy.backups import request
from deploy.declared import declared
from deploy.host import connection, lock

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]
settings = declared(host)
asked = request.read()
connection.quicken(host)

# The script on the host writes the journal itself, as it does when a timer calls it.
lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="backup")
if asked.check:
    backups.check(name="Check the repository", settings=settings)
else:
    backups.take(name="Take a backup", settings=settings)
if asked.verify:
    backups.verify(name="Read the backup back and compare it", settings=settings)
lock.release(name="Let other operators in")
