"""What is wrong with declared agents across accounts: a user is one and the same in all of them. Pure."""

from collections.abc import Iterator

from deploy.chatwoot.service import service_email
from deploy.settings.settings import Settings


def people(settings: Settings) -> Iterator[str]:
    """One line `key.path: problem. remedy` for each agent that two places would quarrel about."""
    known: dict[str, tuple[str, str]] = {}
    own = {settings.admin.email: "the admin", service_email(settings): "the provisioning user"}
    for number, account in enumerate(settings.accounts):
        for place, agent in enumerate(account.agents or ()):
            path = f"accounts[{number}].agents[{place}]"
            if agent.email in own:
                yield (
                    f"{path}.email: {agent.email} is {own[agent.email]}, administrator of every account already. "
                    "Remove this agent"
                )
            name, where = known.setdefault(agent.email, (agent.name, path))
            if name != agent.name:
                yield (
                    f"{path}.name: {agent.email} is called {name} at {where}, and a user has one name in all accounts. "
                    "Write the same name"
                )
