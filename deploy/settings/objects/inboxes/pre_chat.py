"""The form before a chat, as declared."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from typing_extensions import Doc

from deploy.settings.objects.expression import whole
from deploy.settings.section import Section

_STANDARD = {"emailAddress": "email", "fullName": "text", "phoneNumber": "text"}


def asked_once(questions: "list[PreChatField]") -> "list[PreChatField]":
    """No question twice: Chatwoot keeps answers by name. Raises ValueError."""
    names = [(each.field_type, each.name) for each in questions]
    doubles = [name for kind, name in names if names.count((kind, name)) > 1]
    if doubles:
        raise ValueError(f"names {doubles[0]} twice; remove one")
    return questions


class PreChatField(Section):
    """One question. The list is taken as a whole, so what is left out here is off or empty."""

    field_type: Literal["standard", "conversation_attribute", "contact_attribute"] = Field(
        "standard", description="One of Chatwoot's own questions, or a custom attribute of conversation or contact."
    )
    name: str = Field(
        min_length=1,
        max_length=255,
        description="emailAddress, fullName, phoneNumber, or the key of the custom attribute.",
        examples=["emailAddress"],
    )
    label: str = Field(min_length=1, max_length=255, description="The question.", examples=["Email"])
    type: Literal["text", "email", "number", "currency", "percent", "link", "date", "list", "checkbox"] = Field(
        "text", description="What is asked for; emailAddress needs email."
    )
    required: bool = Field(False, description="Must it be answered?")
    enabled: bool = Field(True, description="Is it asked?")
    placeholder: str = Field("", max_length=255, description="Shown in the empty field.")
    values: list[str] = Field(default_factory=list, description="Choices of a list.")
    regex_pattern: Annotated[str, Field(max_length=255), AfterValidator(whole), Doc("text, 0 to 255 characters")] = (
        Field("", description="What answers must match.")
    )
    regex_cue: str = Field("", max_length=255, description="Explains the pattern.")

    @model_validator(mode="after")
    def _standard(self) -> "PreChatField":
        if self.field_type != "standard":
            return self
        if self.name not in _STANDARD:
            raise ValueError(
                f"{self.name} is none of Chatwoot's own questions; choose emailAddress, fullName or phoneNumber, or "
                "set field_type to conversation_attribute or contact_attribute"
            )
        if self.type != _STANDARD[self.name]:
            raise ValueError(f"{self.name} has another type; set type to {_STANDARD[self.name]}")
        return self
