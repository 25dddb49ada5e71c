"""Bring an installation back from a backup, on its host or on a bare new one that `apply` has prepared:
`pyinfra inventories/demo.py deploy/restore.py`."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.backups import operations as backups
from deploy.backups import preflight as beside
from deploy.backups import request
from deploy.backups.files import backup_tree
from deploy.chatwoot import operations as chatwoot
from deploy.declared import declared
from deploy.files import operations as files
from deploy.host import journal, lock
from deploy.host.preflight import preflight
from deploy.stack import operations as stack
from deploy.stack import preflight as before
from deploy.stack import store
from deploy.stack.compose import declared as services
from deploy.stack.published import opened
from deploy.stack.render import route_tree, secrets_tree, stack_tree
from deploy.stack.secrets import installation_rows
from deploy.stack.services import images
from deploy.upgrades import proven

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]

# The live data is untouched before all of this has passed; the backup lies beside it then, whole.
settings = declared(host)
seen = preflight(host, settings)
before.preflight(host, settings, seen, leave_out=("release-changed", *before.CUT))
kept = store.read(host, settings)
backup = beside.fetch(host, settings, kept, request.read())
secrets = backup.secrets

tree = stack_tree(settings, settings.sizing.resolve(seen.ram_mb), secrets)
definitions = services(tree.files[0].content)
web = opened(settings, definitions["chatwoot"])

lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="restore")
changed = [
    backups.prepare(name="Restore the database beside the live one", settings=settings, directory=backup.directory),
    backups.close(name="Close the site and stop what writes", settings=settings),
    stack.keep(
        name="Ensure the restored installation's keys are kept on the host",
        tree_of_store=secrets_tree(settings, secrets),
        read_digest=kept.digest,
    ),
    backups.replace(name="Let database and uploads take their places", settings=settings, directory=backup.directory),
    files.tree(name="Ensure the stack's files are current", tree=tree),
    files.tree(name="Ensure the backup's files are current", tree=backup_tree(settings, secrets)),
    # Closed: a published web, too, comes only after the doors are proven.
    stack.up(
        name="Ensure the containers are up and current",
        project=settings.project,
        root=settings.root,
        definitions=definitions,
        opened=definitions["chatwoot"],
        images=images(settings),
        wait_seconds=settings.health.wait_seconds,
    ),
    chatwoot.bootstrap(
        name="Ensure Chatwoot is bootstrapped and its public doors are shut",
        settings=settings,
        admin_password=secrets.hidden("ADMIN_PASSWORD"),
        service_password=secrets.hidden("SERVICE_PASSWORD"),
        rows=installation_rows(settings, secrets),
    ),
    proven.inside(name="Prove the restored installation", settings=settings),
    files.tree(name="Ensure the site is open", tree=route_tree(settings, secrets, definitions["chatwoot"])),
    stack.publish(
        name="Ensure the proxy reaches the site",
        project=settings.project,
        root=settings.root,
        closed=definitions["chatwoot"],
        opened=web,
        wait_seconds=settings.health.wait_seconds,
    ),
    proven.outside(name="Prove the site as visitors reach it", settings=settings),
    chatwoot.handoff(name="Ensure the hand-off file is on the operator's side", settings=settings),
    backups.settle(name="Drop the replaced database and what was fetched", settings=settings),
]
journal.note(name="Note the restore in the host's journal", state=settings.state, verb="restore", inputs=changed)
lock.release(name="Let other operators in")
