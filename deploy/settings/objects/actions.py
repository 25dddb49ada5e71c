"""An action of an automation rule or of a macro, as declared: a section with exactly one key."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field, TypeAdapter, ValidationError, model_validator
from typing_extensions import Doc

from deploy.settings.names import Email
from deploy.settings.objects.words import LabelName, Ordered, TeamName, Url
from deploy.settings.section import Section

_EMAIL: TypeAdapter[str] = TypeAdapter(Email)
# Chatwoot's words for an agent that is not named: nobody takes the conversation away, self is who starts the macro.
NOBODY, SELF = "nobody", "self"
CONTACT = "{{contact.email}}"


def _email(value: str, *words: str) -> str:
    if value in words:
        return value
    try:
        return _EMAIL.validate_python(value)
    except ValidationError:
        choice = " or ".join(["an e-mail address like bo@example.com", *words])
        raise ValueError(f"is nobody's address; write {choice}") from None


Message = Annotated[str, Field(min_length=1), Doc("text")]
# A longer one is made and refused each time (Message's own limit of content).
Content = Annotated[str, Field(min_length=1, max_length=150_000), Doc("text, 1 to 150,000 characters")]
Assignee = Annotated[str, AfterValidator(lambda value: _email(value, NOBODY, SELF)), Doc("e-mail address of an agent")]
Recipient = Annotated[str, AfterValidator(lambda value: _email(value, CONTACT)), Doc("e-mail address")]
Done = Literal[True] | None


class EmailToTeam(Section):
    """An e-mail to everybody in some teams."""

    teams: Annotated[list[TeamName], Field(min_length=1), Ordered] = Field(
        description="Names of the teams.", examples=[["sales"]]
    )
    message: Message = Field(description="What it says.", examples=["A new conversation waits."])


class Action(Section):
    """What is done with the conversation. Write exactly one key; several actions are several sections."""

    add_label: Annotated[list[LabelName], Field(min_length=1), Ordered] | None = Field(
        None, description="Add these labels.", examples=[["vip"]]
    )
    remove_label: Annotated[list[LabelName], Field(min_length=1), Ordered] | None = Field(
        None, description="Remove these labels. Not in 2.10.", examples=[["vip"]]
    )
    assign_team: TeamName | None = Field(None, description="Give it to this team.", examples=["sales"])
    assign_agent: Assignee | None = Field(
        None,
        description="Give it to this agent: e-mail address, or `nobody`, and in a macro `self`. 2.10 takes an address "
        "alone, and calls this assign_best_agent.",
        examples=["bo@example.com"],
    )
    send_message: Content | None = Field(None, description="Write this to the contact.", examples=["We are on it."])
    add_private_note: Content | None = Field(None, description="Write this for agents alone. Not in 2.10.")
    send_email_transcript: Annotated[list[Recipient], Field(min_length=1), Ordered] | None = Field(
        None,
        description=f"Send the conversation to these addresses; after 2.10 also to `{CONTACT}`. Not in macros of 2.10.",
        examples=[["boss@example.com"]],
    )
    send_webhook_event: Url | None = Field(
        None, description="POST the conversation to this URL.", examples=["https://www.example.com/hook"]
    )
    change_status: Literal["open", "resolved", "pending", "snoozed"] | None = Field(None, description="Set the status.")
    change_priority: Literal["none", "low", "medium", "high", "urgent"] | None = Field(
        None, description="Set the priority. Not in 2.10."
    )
    mute_conversation: Done = Field(None, description="Mute it.")
    resolve_conversation: Done = Field(None, description="Resolve it.")
    snooze_conversation: Done = Field(None, description="Snooze it until the next reply.")

    @model_validator(mode="before")
    @classmethod
    def _declarable(cls, given: Any) -> Any:
        if isinstance(given, dict) and "send_attachment" in given:
            raise ValueError(
                "send_attachment cannot be declared, because its file is uploaded in the dashboard; "
                "send a link in a message, or leave this whole list to the dashboard"
            )
        return given

    @model_validator(mode="after")
    def _one(self) -> "Action":
        found = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if not found:
            raise ValueError(f"names no action; write one of {', '.join(type(self).model_fields)}")
        if len(found) > 1:
            raise ValueError(f"names several actions ({', '.join(found)}); write each as a section of its own")
        return self


class RuleAction(Action):
    """What an automation rule does. Write exactly one key; several actions are several sections."""

    open_conversation: Done = Field(None, description="Open it again. Not in 2.10.")
    # A macro of 2.10 takes it and does nothing (app/services/macros/execution_service.rb).
    send_email_to_team: EmailToTeam | None = Field(None, description="Write an e-mail to teams.")

    @model_validator(mode="after")
    def _not_self(self) -> "RuleAction":
        if self.assign_agent == SELF:
            raise ValueError("nobody starts a rule, so there is no self; name an agent")
        return self


class MacroAction(Action):
    """What a macro does. Write exactly one key; several actions are several sections."""

    remove_assigned_team: Done = Field(None, description="Take it away from its team. Not in 2.10.")
