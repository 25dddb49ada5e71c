"""Accounts (tenants) of the installation and their first inboxes."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Doc

from deploy.settings.names import Email
from deploy.settings.objects.account import AccountSettings
from deploy.settings.objects.agents import Agent
from deploy.settings.objects.labels import Label
from deploy.settings.objects.teams import Team
from deploy.settings.section import Section


def _inbox_name(value: str) -> str:
    # 2.10's own rule, also for later releases: a name that works everywhere (chatwoot.md 1.4).
    if re.search(r"[/\\<>@]", value) or not re.match(r"\w(.*\w)?\Z", value, re.DOTALL):
        raise ValueError("is no name for an inbox; begin and end it with a letter or digit, without / \\ < > @")
    return value


def _url(value: str) -> str:
    if not re.match(r"https?://[^\s/]+(/\S*)?\Z", value):
        raise ValueError("is not a URL; write it like https://www.example.com")
    return value


InboxName = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_inbox_name), Doc("text")]
Url = Annotated[str, AfterValidator(_url), Doc("URL")]


class ApiInbox(Section):
    """An inbox that programs write to."""

    type: Literal["api"] = Field("api", description="Kind of inbox.")
    name: InboxName = Field(
        description="Name; unique among the account's api inboxes. It is the key.", examples=["Orders"]
    )
    webhook_url: Url | None = Field(None, description="Receives the events of this inbox.")


class WebWidgetInbox(Section):
    """The chat window on a web site."""

    type: Literal["web_widget"] = Field("web_widget", description="Kind of inbox.")
    name: InboxName = Field(
        description="Name; unique among the account's widgets. It is the key.", examples=["Web site"]
    )
    website_url: Url = Field(description="The site that carries the widget.", examples=["https://www.example.com"])
    color: Annotated[str, Doc("colour as #rrggbb")] = Field(
        "#1f93ff", pattern=r"^#[0-9a-fA-F]{6}$", description="Colour of the widget.", examples=["#1f93ff"]
    )
    welcome_title: str = Field("", max_length=255, description="First line of the open widget.")
    welcome_tagline: str = Field("", max_length=255, description="Second line of the open widget.")


Inbox = Annotated[ApiInbox | WebWidgetInbox, Field(discriminator="type")]


class Account(AccountSettings):
    """One tenant: what belongs to it is seen by nobody in another account."""

    agents: list[Agent] | None = Field(None, description="Agents and administrators; the admin is not named here.")
    labels: list[Label] | None = Field(None, description="Labels.")
    teams: list[Team] | None = Field(None, description="Teams with their members.")
    inboxes: list[Inbox] = Field(default_factory=list, description="Inboxes of the account.")

    @model_validator(mode="after")
    def _inboxes_differ(self) -> "Account":
        seen: set[tuple[str, str]] = set()
        for inbox in self.inboxes:
            key = (inbox.type, inbox.name.casefold())
            if key in seen:
                raise ValueError(
                    f"two {inbox.type} inboxes are called {inbox.name}; rename one (Chatwoot would make both)"
                )
            seen.add(key)
        return self


class Admin(Section):
    """The first administrator, a super admin of the installation."""

    email: Email = Field(description="Login.", examples=["ana@example.com"])
    name: str = Field("Admin", min_length=1, max_length=255, description="Name shown to customers and colleagues.")
