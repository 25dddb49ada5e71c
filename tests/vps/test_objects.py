"""Everything that is declared inside Chatwoot is there, account by account, seen through its public address."""

import json

from deploy.chatwoot import queries
from deploy.chatwoot.client import Client
from deploy.chatwoot.facts import own
from deploy.chatwoot.service import service_email
from deploy.checks.application import ApplicationState
from deploy.objects import look
from deploy.objects.account import Reader, planned, sections
from deploy.objects.declared import from_mapping
from deploy.objects.world import World
from deploy.settings.settings import Settings
from deploy.stack.secrets import Secrets
from tests.vps.dashboard import Dashboard
from tests.vps.shell import Shell


def test_everything_inside_chatwoot_is_as_declared(
    settings: Settings, secrets: Secrets, application: ApplicationState, dashboard: Dashboard, shell: Shell
) -> None:
    asked = queries.answers(
        shell.must(
            f"{queries.objects(settings.project, settings.postgres.database, own(settings))}; {look.kept(settings)}"
        )
    )
    seen = look.look(json.loads(asked["database"]))
    sealed = look.sealed(secrets["SECRET_KEY_BASE"])
    sealed.entries.update(look.entries(asked.get("sealed", "")))
    wrong = []
    for number, account in enumerate(settings.accounts):
        client = Client(
            dashboard.session, "", dashboard.token, application.accounts[account.name], account.name, base=settings.url
        )
        world = World(
            settings.chatwoot.number,
            client.account,
            sealed=sealed,
            own=frozenset({settings.admin.email, service_email(settings)}),
            user=service_email(settings),
        )
        reader = Reader(client, world, lambda again: seen)
        for plan in planned(sections(account, f"accounts[{number}]", from_mapping(secrets.plain())), reader):
            # Names of fields only: values may be secret.
            wrong += [
                f"{step.subject(account.name)}: {', '.join(each.field for each in step.changes) or step.what}"
                for step in plan.steps
            ]
    assert wrong == []
