"""Custom attributes where they are used: of the right model, and with what their type takes. Pure."""

from collections.abc import Iterator, Mapping

from deploy.objects.declared import Declared
from deploy.objects.kind import Fields
from deploy.settings.objects.operands import misfit

Known = Mapping[str, Mapping[str, str]]  # key to model to type


def misused(declared: Declared) -> Iterator[str]:
    """One line for each use that Chatwoot stores and that never works, as far as the attributes are declared."""
    known: dict[str, dict[str, str]] = {}
    for each in declared["custom attribute"] or ():
        known.setdefault(each.fields["key"], {})[each.fields["model"]] = each.fields["type"]
    for objects in declared.values():
        for one in objects or ():
            for below, text in [
                *_conditions(one.fields, known),
                *_questions(one.fields, known),
                *_required(one.fields, known),
            ]:
                yield f"{one.path}.{below}: {text}"


def _conditions(fields: Fields, known: Known) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(fields.get("conditions", ())):
        path, key, model = f"conditions[{number}]", one["attribute"], one.get("of")
        other = _elsewhere(key, model, known)
        if model and other:
            yield f"{path}.of", f"{key} belongs to the {other}. Set of to {other}"
        elif model:
            wrong = misfit(known.get(key, {}).get(model), one["operator"], one.get("values", ()))
            problem, _, remedy = (wrong or "").partition("; ")
            if wrong:
                yield f"{path}.values", f"{problem}. {remedy[0].upper()}{remedy[1:]}"


def _questions(fields: Fields, known: Known) -> Iterator[tuple[str, str]]:
    for number, one in enumerate(fields.get("pre_chat_fields", ())):
        path, key, model = f"pre_chat_fields[{number}]", one["name"], one["field_type"].removesuffix("_attribute")
        if model == "standard":
            continue
        other, type_ = _elsewhere(key, model, known), known.get(key, {}).get(model)
        if other:
            yield f"{path}.field_type", f"{key} belongs to the {other}. Set field_type to {other}_attribute"
        elif type_ and type_ != one["type"]:
            yield f"{path}.type", f"{key} is of type {type_}. Set type to {type_}"


def _required(fields: Fields, known: Known) -> Iterator[tuple[str, str]]:
    for number, key in enumerate(fields.get("conversation_required_attributes", ())):
        if _elsewhere(key, "conversation", known):
            path = f"conversation_required_attributes[{number}]"
            yield path, f"{key} belongs to the contact. Name an attribute of conversations"


def _elsewhere(key: str, model: str | None, known: Known) -> str | None:
    """The other model, when the key is one of that alone."""
    models = known.get(key, {})
    return next(iter(models)) if models and model not in models else None
