"""Integration hooks. leadsquared is missing: it needs a feature of the account."""

from typing import Any

from deploy.objects.world import Release

Declared = list[dict[str, Any]]


def full(release: Release) -> Declared:
    """Every app of the release; secrets called DOCUMENT are JSON texts."""
    dialogflow = {
        "type": "dialogflow",
        "inbox": "Web site",
        "project_id": "support-1234",
        "credentials": "DIALOGFLOW_DOCUMENT",
    }
    if release < (4, 10, 0):
        return [dialogflow, {"type": "fullcontact", "api_key": "FULLCONTACT_KEY"}]
    return [
        {**dialogflow, "region": "europe-west1", "enabled": True},
        {"type": "openai", "api_key": "OPENAI_KEY", "label_suggestion": True, "enabled": True},
        {
            "type": "google_translate",
            "project_id": "translate-1",
            "credentials": "TRANSLATE_DOCUMENT",
            "enabled": True,
        },
        {"type": "dyte", "organization_id": "org-1", "api_key": "DYTE_KEY", "enabled": True},
    ]


def bent(release: Release) -> Declared:
    """The same apps with every setting different."""
    other = {"label_suggestion": False, "enabled": False}
    return [
        {key: value if key in ("type", "inbox") else other.get(key, f"OTHER_{value}") for key, value in hook.items()}
        for hook in full(release)
    ]
