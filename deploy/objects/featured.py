"""Integrations beside the feature flags that they need. Pure."""

from collections.abc import Iterator, Mapping

from deploy.objects.declared import Declared

# The feature_flag of an app in config/integration/apps.yml: without it the hook is made, never shown and never used.
_NEEDED = {"leadsquared": "crm_integration"}


def featureless(declared: Declared) -> Iterator[str]:
    """One line for each integration whose feature the account switches off; a flag that nobody declares may be on."""
    features = next((each.fields.get("features") for each in declared.get("account") or ()), None)
    if not isinstance(features, Mapping):
        return
    for each in declared.get("integration") or ():
        app = each.fields.get("type", "")
        flag = _NEEDED.get(app, "")
        if features.get(flag) is False:
            yield (
                f"{each.path}.type: {app} does nothing without the feature {flag}, which features switches off. "
                f"Set {flag} to True there, or remove this integration"
            )
