"""Integration hooks, as declared: one section per app that needs no browser (chatwoot.md 1.6).

Settings of an app: its settings_json_schema in `GET integrations/apps` (recorded), leadsquared's in
config/integration/apps.yml. Chatwoot refuses any other key.
"""

from typing import Annotated, Literal

from pydantic import Field

from deploy.settings.objects.words import Text
from deploy.settings.secret_name import SecretName
from deploy.settings.section import Section

ENABLED = "Switched on? Not in 2.10."


class DialogflowHook(Section):
    """Google Dialogflow answers in one inbox. Type and inbox are the key and cannot be changed later."""

    type: Literal["dialogflow"] = Field("dialogflow", description="App.")
    inbox: Text = Field(description="Name of the inbox.", examples=["Web site"])
    project_id: Text = Field(description="Google's id of the project.", examples=["support-1234"])
    credentials: SecretName = Field(
        description="Secret with the JSON text of the service account's key file.", examples=["DIALOGFLOW_KEY"]
    )
    region: Text | None = Field(None, description="Google's region. Not in 2.10.", examples=["europe-west1"])
    # lib/integrations/dialogflow/processor_service.rb, 4.10.0
    enabled: bool | None = Field(
        None,
        description=f"{ENABLED} A key that Google refuses switches it off; with True the next apply switches it on.",
    )


class FullContactHook(Section):
    """FullContact completes contacts. Not in 4.10."""

    type: Literal["fullcontact"] = Field("fullcontact", description="App.")
    api_key: SecretName = Field(description="Secret with the API key.", examples=["FULLCONTACT_KEY"])


class OpenAiHook(Section):
    """OpenAI helps agents to write. Not in 2.10."""

    type: Literal["openai"] = Field("openai", description="App.")
    api_key: SecretName = Field(description="Secret with the API key.", examples=["OPENAI_KEY"])
    label_suggestion: bool | None = Field(None, description="Suggest labels?")
    enabled: bool | None = Field(None, description=ENABLED)


class GoogleTranslateHook(Section):
    """Google translates messages. Not in 2.10."""

    type: Literal["google_translate"] = Field("google_translate", description="App.")
    project_id: Text = Field(description="Google's id of the project.", examples=["support-1234"])
    credentials: SecretName = Field(
        description="Secret with the JSON text of the service account's key file.", examples=["TRANSLATE_KEY"]
    )
    enabled: bool | None = Field(None, description=ENABLED)


class DyteHook(Section):
    """Dyte makes video calls. Not in 2.10."""

    type: Literal["dyte"] = Field("dyte", description="App.")
    organization_id: Text = Field(description="Dyte's id of the organisation.", examples=["org-1"])
    api_key: SecretName = Field(description="Secret with the API key.", examples=["DYTE_KEY"])
    enabled: bool | None = Field(None, description=ENABLED)


class LeadSquaredHook(Section):
    """LeadSquared gets contacts and conversations. Not in 2.10; the account needs the feature crm_integration.

    Chatwoot sets it up when it is made, in a job whose failure nobody sees: other keys have it made anew. Scores count
    at the first setup alone.
    """

    type: Literal["leadsquared"] = Field("leadsquared", description="App.")
    access_key: SecretName = Field(description="Secret with the access key.", examples=["LEADSQUARED_ACCESS"])
    secret_key: SecretName = Field(description="Secret with the secret key.", examples=["LEADSQUARED_SECRET"])
    enable_conversation_activity: bool | None = Field(None, description="Tell it of new conversations?")
    enable_transcript_activity: bool | None = Field(None, description="Send it transcripts?")
    conversation_activity_score: int | None = Field(None, description="Score of a conversation.")
    transcript_activity_score: int | None = Field(None, description="Score of a transcript.")
    enabled: bool | None = Field(None, description=ENABLED)


Integration = Annotated[
    DialogflowHook | FullContactHook | OpenAiHook | GoogleTranslateHook | DyteHook | LeadSquaredHook,
    Field(discriminator="type"),
]
HOOKS: dict[str, type[Section]] = {
    "dialogflow": DialogflowHook,
    "fullcontact": FullContactHook,
    "openai": OpenAiHook,
    "google_translate": GoogleTranslateHook,
    "dyte": DyteHook,
    "leadsquared": LeadSquaredHook,
}
