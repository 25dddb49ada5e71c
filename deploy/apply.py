"""Make a host match its declaration: `pyinfra inventories/demo.py deploy/apply.py`. A second run changes nothing."""

from pyinfra.api.host import Host
from pyinfra.context import ctx_host

from deploy.backups import operations as backups
from deploy.backups import timers
from deploy.backups.files import PACKAGES, backup_tree
from deploy.chatwoot import operations as chatwoot
from deploy.declared import declared
from deploy.files import operations as files
from deploy.host import journal, lock
from deploy.host import operations as machine
from deploy.host.files import host_tree, swap_mb
from deploy.host.preflight import preflight
from deploy.mail import preflight as mail
from deploy.objects import operations as inside
from deploy.stack import operations as stack
from deploy.stack import preflight as before
from deploy.stack.compose import declared as services
from deploy.stack.published import opened
from deploy.stack.render import route_tree, secrets_tree, stack_tree
from deploy.stack.secrets import installation_rows
from deploy.stack.services import images
from deploy.upgrades import operations as upgrades

host: Host = ctx_host.get()  # type: ignore[no-untyped-call]

# Nothing is touched before all of this has passed.
settings = declared(host)
seen = preflight(host, settings)
state = before.preflight(host, settings, seen, leave_out=before.CUT)
kept, secrets = before.unlock(host, settings, rotating=True)
mail.preflight(host, settings, secrets)

profile = settings.sizing.resolve(seen.ram_mb)
tree = stack_tree(settings, profile, secrets)
definitions = services(tree.files[0].content)
web = opened(settings, definitions["chatwoot"])

lock.hold(name="Keep other operators out while this run lasts", state=settings.state, verb="apply")
upgrades.unchanged(name="Ensure that nobody has upgraded meanwhile", settings=settings, seen=state)
changed = [
    stack.keep(
        name="Ensure the secrets are kept on the host",
        tree_of_store=secrets_tree(settings, secrets),
        read_digest=kept.digest,
    ),
    files.tree(name="Ensure the host's configuration files are current", tree=host_tree(settings, seen)),
    machine.engine(
        name="Ensure the Docker engine runs as declared", machine=settings.machine, distribution=seen.distribution
    ),
    files.tree(name="Ensure the stack's files are current", tree=tree),
    stack.pull(
        name="Ensure the images are on the host or on their way",
        project=settings.project,
        root=settings.root,
        images=images(settings),
    ),
    files.tree(name="Ensure the backup's files are current", tree=backup_tree(settings, secrets)),
    machine.system(
        name="Ensure the operating system is as declared",
        machine=settings.machine,
        swap_mb=swap_mb(settings, seen),
        extra=PACKAGES,
        units=timers.declared(settings),
    ),
    backups.finish(
        name="Ensure that a restore which was cut leaves no jobs behind", settings=settings, mark=state.restored
    ),
    stack.up(
        name="Ensure the containers are up and current",
        project=settings.project,
        root=settings.root,
        definitions=definitions,
        opened=web,
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
    files.tree(
        name="Ensure the site is open",
        tree=route_tree(settings, secrets, definitions["chatwoot"]),
    ),
    stack.publish(
        name="Ensure the proxy reaches the site",
        project=settings.project,
        root=settings.root,
        closed=definitions["chatwoot"],
        opened=web,
        wait_seconds=settings.health.wait_seconds,
    ),
    inside.objects(name="Ensure everything inside Chatwoot is as declared", settings=settings, secrets=secrets),
    chatwoot.handoff(name="Ensure the hand-off file is on the operator's side", settings=settings),
]
journal.note(name="Note what changed in the host's journal", state=settings.state, verb="apply", inputs=changed)
lock.release(name="Let other operators in")
inside.nothing_pending(name="Ensure every declared object was taken")
