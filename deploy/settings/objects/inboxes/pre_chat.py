"""The form before a chat, as declared."""

from typing import Literal

from pydantic import Field, model_validator

from deploy.settings.section import Section

_STANDARD = {"emailAddress": "email", "fullName": "text", "phoneNumber": "text"}


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
    regex_pattern: str = Field("", max_length=255, description="What answers must match.")
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
