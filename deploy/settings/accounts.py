"""Accounts (tenants) of the installation and their first inboxes."""

from typing import Annotated

from pydantic import Field, model_validator

from deploy.settings.names import Email
from deploy.settings.objects.account import AccountSettings
from deploy.settings.objects.agent_bots import AgentBot
from deploy.settings.objects.agents import Agent
from deploy.settings.objects.automation_rules import AutomationRule
from deploy.settings.objects.canned_responses import CannedResponse
from deploy.settings.objects.custom_attributes import CustomAttribute
from deploy.settings.objects.custom_filters import CustomFilter
from deploy.settings.objects.dashboard_apps import DashboardApp
from deploy.settings.objects.inboxes.inbox import Inbox
from deploy.settings.objects.integrations import Integration
from deploy.settings.objects.labels import Label
from deploy.settings.objects.macros import Macro
from deploy.settings.objects.portals import Portal
from deploy.settings.objects.teams import Team
from deploy.settings.objects.webhooks import Webhook
from deploy.settings.objects.words import Distinct, Text
from deploy.settings.section import Section

BrowserInboxes = Annotated[list[Text], Distinct]
# Their names are the only thing to tell them apart (chatwoot.md 1.5).
_BY_NAME = ("api", "web_widget", "telegram")


class Account(AccountSettings):
    """One tenant: what belongs to it is seen by nobody in another account."""

    agents: list[Agent] | None = Field(None, description="Agents and administrators; the admin is not named here.")
    custom_attributes: list[CustomAttribute] | None = Field(
        None, description="Custom attributes of conversations and contacts."
    )
    labels: list[Label] | None = Field(None, description="Labels.")
    teams: list[Team] | None = Field(None, description="Teams with their members.")
    agent_bots: list[AgentBot] | None = Field(None, description="Agent bots.")
    inboxes: list[Inbox] | None = Field(None, description="Inboxes: the ways in which customers come.")
    browser_inboxes: BrowserInboxes | None = Field(
        None,
        description="Names of inboxes that are made in the browser (Facebook, Instagram, mail by Google or Microsoft) "
        "and cannot be declared: what is declared may refer to them.",
        examples=["Facebook page"],
    )
    webhooks: list[Webhook] | None = Field(None, description="Webhooks of the account.")
    canned_responses: list[CannedResponse] | None = Field(None, description="Canned responses.")
    dashboard_apps: list[DashboardApp] | None = Field(None, description="Dashboard apps.")
    custom_filters: list[CustomFilter] | None = Field(None, description="Saved filters of the provisioning user.")
    integrations: list[Integration] | None = Field(None, description="Hooks of integrated apps.")
    macros: list[Macro] | None = Field(None, description="Macros.")
    automation_rules: list[AutomationRule] | None = Field(None, description="Automation rules.")
    portals: list[Portal] | None = Field(None, description="Help centers with their categories.")

    @model_validator(mode="after")
    def _inboxes_differ(self) -> "Account":
        seen: set[tuple[str, str]] = set()
        for inbox in self.inboxes or ():
            key = (inbox.type, inbox.name.casefold())
            if inbox.type in _BY_NAME and key in seen:
                raise ValueError(
                    f"two {inbox.type} inboxes are called {inbox.name}; rename one (Chatwoot would make both)"
                )
            seen.add(key)
        return self


class Admin(Section):
    """The first administrator, a super admin of the installation."""

    email: Email = Field(description="Login.", examples=["ana@example.com"])
    name: Text = Field("Admin", description="Name shown to customers and colleagues.")
