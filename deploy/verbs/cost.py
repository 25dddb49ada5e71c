"""What a run cost, out of the numbers of its report. Pure."""

from collections.abc import Mapping


def counts(numbers: Mapping[str, float], kind: str) -> dict[str, int]:
    """The numbers of one kind by their own names: {"requests.Acme": 16.0} has requests of {"Acme": 16}."""
    return {key.removeprefix(f"{kind}."): int(value) for key, value in numbers.items() if key.startswith(f"{kind}.")}


def asked(requests: Mapping[str, int]) -> list[str]:
    """The requests for people, as one part of a line; none where no account was asked.

    requests: by account
    """
    if not requests:
        return []
    total, accounts = sum(requests.values()), len(requests)
    return [f"{_count(total, 'request')} to Chatwoot for {_count(accounts, 'account')}"]


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"
