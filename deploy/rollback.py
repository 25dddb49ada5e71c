"""Bring Chatwoot back to the release before: `pyinfra inventories/demo.py deploy/rollback.py`."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.declared import declared
from deploy.host import journal, lock
from deploy.host.preflight import preflight
from deploy.stack import preflight as before
from deploy.upgrades import operations as upgrades
from deploy.upgrades.journey import journeys
from deploy.upgrades.preflight import way_back

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]

# Nothing is touched before all of this has passed.
settings = declared(host)
# Going back needs no more of the machine than the site does, and a full disk may be why it is asked for.
seen = preflight(host, settings, leave_out=("disk-full", "memory-too-small", "dns-elsewhere"))
state = before.preflight(host, settings, seen, leave_out=before.ROLLBACK)
record = way_back(host, settings, state)
kept, secrets = before.unlock(host, settings, finishing=True)

lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="rollback")
upgrades.unchanged(name="Ensure that nobody else has upgraded meanwhile", settings=settings, seen=state)
journey = next(journeys(settings, settings.sizing.resolve(seen.ram_mb), secrets, record))
back = upgrades.back(name=f"Bring Chatwoot back to {record.start}", journey=journey)
journal.note(name="Note the rollback in the host's journal", state=settings.state, verb="rollback", inputs=[back])
lock.release(name="Let other operators in")
