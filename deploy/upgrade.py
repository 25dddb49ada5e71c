"""Bring Chatwoot to the declared release: `pyinfra inventories/demo.py deploy/upgrade.py`."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.chatwoot import operations as chatwoot
from deploy.declared import declared
from deploy.host import journal, lock
from deploy.host.preflight import preflight
from deploy.stack import preflight as before
from deploy.stack.services import images
from deploy.stack.state import unfinished
from deploy.upgrades import operations as upgrades
from deploy.upgrades.journey import at, journeys
from deploy.upgrades.preflight import way
from deploy.upgrades.rehearsal import ONLY, asked
from deploy.upgrades.rehearse import rehearse

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]

# Nothing is touched before all of this has passed.
settings = declared(host)
# What is unfinished must be finished or undone on a full disk too; for a new one the plan's own estimate asks for room.
seen = preflight(host, settings, leave_out=("disk-full",))
state = before.preflight(host, settings, seen, leave_out=before.UPGRADE)
record = way(host, settings, state)

if record:
    stops = [at(settings, stop.version) for stop in record.stops[record.position :]]
    for each in stops[:-1]:
        before.preflight(host, each, seen, leave_out=before.UPGRADE)
    kept, secrets = before.unlock(host, settings, finishing=bool(unfinished(state.upgrade)))
    hops = tuple(journeys(settings, settings.sizing.resolve(seen.ram_mb), secrets, record))

    lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="upgrade")
    upgrades.unchanged(name="Ensure that nobody else has upgraded meanwhile", settings=settings, seen=state)
    changed = [
        upgrades.pull(
            name="Ensure the images of every release on the way are on the host",
            project=settings.project,
            images=tuple(dict.fromkeys(image for each in stops for image in images(each))),
        ),
        rehearse(
            name="Rehearse the upgrade on a copy, when that is asked for",
            settings=settings,
            journeys=hops if asked() else (),
        ),
        *(
            done
            for each in (hops if asked() != ONLY else ())
            for done in (
                upgrades.hop(name=f"Upgrade Chatwoot to {each.record.stop.version}", journey=each),
                # After each: a later one that fails leaves the site here.
                chatwoot.handoff(name="Ensure the hand-off file is on the operator's side", settings=each.settings),
            )
        ),
    ]
    journal.note(name="Note the upgrade in the host's journal", state=settings.state, verb="upgrade", inputs=changed)
    lock.release(name="Let other operators in")
