"""A machine of pyinfra's @fake connector that answers every look of the package: bare, or as declared.

As declared means: with the files that an apply has written to it, containers made from its Compose file, and a
bootstrapped Chatwoot behind them. Nothing of that is typed here twice.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from deploy.chatwoot.installation import rows
from deploy.chatwoot.service import service_email
from deploy.files.rendered import Directory, Tree
from deploy.host import script
from deploy.settings.locales import ORDER
from deploy.settings.settings import Settings
from deploy.stack.compose import declared
from tests.unit.small_chatwoot import SmallChatwoot
from tests.unit.test_chatwoot_client import TOKEN

ADDRESS = "172.18.0.5"
Answer = tuple[str, list[str]]  # what was looked at, and what is seen


@dataclass
class World:
    """One machine.

    machine: what it answers to the look at the operating system
    trees: what was written to it, by manifest
    settled: is everything as the trees declare it?
    """

    settings: Settings
    machine: str
    trees: dict[str, Tree] = field(default_factory=dict)
    settled: bool = False
    chatwoot: SmallChatwoot = field(default_factory=SmallChatwoot)

    def settle(self, machine: str) -> None:
        """From now on it is as declared."""
        self.machine, self.settled = machine, True

    def answer(self, command: str) -> Answer | None:
        """What a look sees; None for a command that is none."""
        if "@@ packages" in command:
            return "the machine", self._machine(command)
        if command.startswith("stat -c"):
            return self._files(command)
        if command.endswith("/secrets.json"):
            return "the store of secrets", self._store()
        if "label=com.docker.compose.project" in command:
            return "containers and images", self._stack(command) if self.settled else []
        if "rows=" in command:
            return "Chatwoot's database and Redis", self._application() if self.settled else []
        if "team_members" in command:
            return "memberships, and hashes of secrets", ["database {}"] if self.settled else []
        if "| docker exec -i" in command and "psql" in command:
            return "the way to Chatwoot's API", self._access() if self.settled else []
        return None

    def _machine(self, command: str) -> list[str]:
        text = self.machine
        if self.settled:
            # What the sample was not asked for, the sample does not know.
            for name in _asked(command, "packages", script.PACKAGES):
                text = text.replace("@@ packages\n", f"@@ packages\n{name} 1.0 installed\n")
            for name in _asked(command, "units", script.UNITS):
                text = text.replace("@@ units\n", f"@@ units\nId={name}\nActiveState=active\nUnitFileState=enabled\n\n")
        return text.splitlines()

    def _files(self, command: str) -> Answer:
        manifest = command.rpartition(" ")[2]
        lines = []
        tree = self.trees.get(manifest)
        for each in tree.entries if tree else ():
            kind = "directory" if isinstance(each, Directory) else "regular file"
            lines.append(f"= {each.mode} {each.owner} {each.owner} {kind}|{each.path}")
        for file in tree.files if tree else ():
            lines += [f"{file.digest}  {file.path}", f"+ {file.path}"]
        return f"the files of {manifest.rpartition('manifest-')[2]}", lines

    def _store(self) -> list[str]:
        return [line for path, text in self._written().items() if path.endswith("secrets.json") for line in text]

    def _stack(self, command: str) -> list[str]:
        lines = [f"+ sha256:0|{image}" for image in re.findall(r"'\+ \{\{\.Id\}\}\|([^']+)'", command)]
        (template,) = re.findall(r"'(= \{\{index [^']*)'", command)
        for service, definition in declared("\n".join(self._written()[f"{self.settings.root}/compose.yaml"])).items():
            lines.append(_inspected(template, service, definition))
        return lines

    def _application(self) -> list[str]:
        settings, service = self.settings, service_email(self.settings)
        known = self._accounts()
        database = {
            "schema_version": "1",
            "accounts": known,
            "super_admins": [settings.admin.email],
            "administrators": [
                {"email": email, "account": each["id"]} for email in (settings.admin.email, service) for each in known
            ],
            "service_user": 2,
            "platform_app": 1,
            "permitted": [{"type": "User", "id": 2}, *({"type": "Account", "id": each["id"]} for each in known)],
            "installation": {name: {"value": value} for name, value in rows(settings).items()},
        }
        redis = {"onboarding": 0, "cron_jobs": ["a"], "processes": [], "waiting": {}}
        return [f"database {json.dumps(database)}", f"redis {json.dumps(redis)}"]

    def _access(self) -> list[str]:
        known = {"token": TOKEN, "platform": TOKEN, "accounts": self._accounts(), "installation": {}}
        return [
            f"web {ADDRESS}",
            f"database {json.dumps(known)}",
        ]

    def _accounts(self) -> list[dict[str, Any]]:
        languages = (account.locale or self.settings.locale for account in self.settings.accounts)
        return [
            {"id": number, "name": account.name, "locale": ORDER.index(language), "features": 0}
            for number, (account, language) in enumerate(zip(self.settings.accounts, languages, strict=True), 1)
        ]

    def _written(self) -> dict[str, list[str]]:
        return {file.path: file.content.splitlines() for tree in self.trees.values() for file in tree.files}


def _asked(command: str, variable: str, known: list[str]) -> list[str]:
    (names,) = re.findall(rf"^{variable}='?\"?'?\"?'?([^'\"\n]*)", command, flags=re.M) or [""]
    return [name for name in names.split() if name not in known]


def _inspected(template: str, service: str, definition: Mapping[str, Any]) -> str:
    """A container as `docker inspect -f` would print it: running and healthy, or ended well."""
    labels = {**definition.get("labels", {}), "com.docker.compose.service": service}
    fields = {
        "{{.Name}}": f"/{definition['container_name']}",
        "{{.State.Status}}": "exited" if service == "migrate" else "running",
        "{{if .State.Health}}{{.State.Health.Status}}{{end}}": "" if service == "migrate" else "healthy",
        "{{.State.ExitCode}}": "0",
        "{{.RestartCount}}": "0",
        "{{.Config.Image}}": definition["image"],
    }
    for place, value in fields.items():
        template = template.replace(place, value)
    return re.sub(r'\{\{index \.Config\.Labels "([^"]+)"\}\}', lambda match: labels.get(match[1], ""), template)
