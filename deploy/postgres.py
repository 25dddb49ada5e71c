"""Bring the embedded database to the declared PostgreSQL major: `pyinfra inventories/demo.py deploy/postgres.py`."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.backups.files import backup_tree
from deploy.declared import declared
from deploy.host import journal, lock
from deploy.host.preflight import preflight
from deploy.stack import preflight as before
from deploy.stack.render import stack_tree
from deploy.stack.services import image
from deploy.stack.state import unfinished
from deploy.upgrades import operations as upgrades
from deploy.upgrades.major import Relocation
from deploy.upgrades.major_look import LEAVE_OUT, way
from deploy.upgrades.major_operation import relocate

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]

# Nothing is touched before all of this has passed.
settings = declared(host)
seen = preflight(host, settings, leave_out=LEAVE_OUT)
state = before.preflight(host, settings, seen, leave_out=LEAVE_OUT)
move = way(host, settings, seen, state)

if move:
    kept, secrets = before.unlock(host, settings, finishing=bool(unfinished(state.upgrade)))
    trees = (stack_tree(settings, settings.sizing.resolve(seen.ram_mb), secrets), backup_tree(settings, secrets))

    lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="upgrade")
    upgrades.unchanged(name="Ensure that nobody else has upgraded meanwhile", settings=settings, seen=state)
    changed = [
        upgrades.pull(
            name="Ensure the image of the new PostgreSQL is on the host",
            project=settings.project,
            images=(image(settings, "postgres"),),
        ),
        relocate(
            name=f"Move the data to PostgreSQL {move.new}",
            relocation=Relocation(settings, secrets, trees, move),
        ),
    ]
    journal.note(name="Note the move in the host's journal", state=settings.state, verb="upgrade", inputs=changed)
    lock.release(name="Let other operators in")
