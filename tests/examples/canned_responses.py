"""Canned responses."""

FULL = [
    {"short_code": "hello", "content": "Hello, {{contact.name}}!"},
    {"short_code": "HELLO", "content": "HELLO!"},
]
BENT = [
    {"short_code": "hello", "content": "Good morning, {{contact.name}}.\n\nHow can we help?"},
    {"short_code": "HELLO", "content": "HELLO?"},
]
