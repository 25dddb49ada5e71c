"""Take an installation off its host, after a verified backup: `pyinfra inventories/demo.py deploy/remove.py`."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.backups import operations as backups
from deploy.backups import request
from deploy.declared import declared
from deploy.host import connection, journal, lock
from deploy.removals import operations as removals
from deploy.removals.preflight import saved

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]

# Nothing is touched before all of this has passed.
settings = declared(host)
asked = request.read()
connection.quicken(host)
done = saved(host, settings, asked)

lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="remove")
if not done:
    backups.take(name="Take a backup", settings=settings)
    backups.verify(name="Read the backup back and compare it", settings=settings)
gone = removals.stack(name="Take the stack off the host", settings=settings, data=asked.data)
journal.note(name="Note the removal in the host's journal", state=settings.state, verb="remove", inputs=[gone])
if asked.data:
    removals.state(name="Remove secrets and journal", settings=settings)
lock.release(name="Let other operators in")
