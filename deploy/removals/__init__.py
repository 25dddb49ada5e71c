"""The stack taken off its host again."""
