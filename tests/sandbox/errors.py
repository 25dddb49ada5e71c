"""The one error the sandbox raises on purpose; its text is a sentence for the person at the terminal."""

from __future__ import annotations


class SandboxError(Exception):
    """What is wrong and what would be right, in one sentence."""
