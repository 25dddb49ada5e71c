"""Integrations beside the feature flags that they need. Pure."""

from collections.abc import Iterator, Mapping

from deploy.objects.declared import Declared

# The feature_flag of an app in config/integration/apps.yml. It is off by default, and without it the hook is refused
# (app/models/integrations/hook.rb, 4.10.0), or, when it is switched off later, never shown and never used.
_NEEDED = {"leadsquared": "crm_integration"}


def featureless(declared: Declared) -> Iterator[str]:
    """One line for each integration whose feature the account does not switch on."""
    features = next((each.fields.get("features") for each in declared.get("account") or ()), None)
    for each in declared.get("integration") or ():
        app = each.fields.get("type", "")
        flag = _NEEDED.get(app, "")
        if flag and not (isinstance(features, Mapping) and features.get(flag) is True):
            yield (
                f"{each.path}.type: {app} does nothing without the feature {flag}, which is off by default. "
                f"Set it to True in the account's features, or remove this integration"
            )
