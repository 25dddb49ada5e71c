"""An agent or administrator of an account, as declared."""

from typing import Literal

from pydantic import Field

from deploy.settings.names import Email
from deploy.settings.objects.words import Text
from deploy.settings.section import Section


class Agent(Section):
    """A person who answers. Made confirmed and without a mail; the password is set by "forgot password".

    Whether he is available cannot be declared: Chatwoot takes it and shows his present state alone. A user has one
    name in all accounts.
    """

    email: Email = Field(
        description="Login. It is the key and cannot be changed later: another address is another agent.",
        examples=["bo@example.com"],
    )
    name: Text = Field(description="Name shown to customers and colleagues.", examples=["Bo"])
    role: Literal["agent", "administrator"] = Field("agent", description="What he may do in this account.")
    auto_offline: bool | None = Field(None, description="Offline when he closes the dashboard?")
