"""Agents and administrators."""

FULL = [
    {"email": "bo@example.com", "name": "Bo", "role": "agent", "auto_offline": False},
    {"email": "cy@example.com", "name": "Cy", "role": "administrator", "auto_offline": True},
]
BENT = [
    {"email": "bo@example.com", "name": "Bob", "role": "administrator", "auto_offline": True},
    {"email": "cy@example.com", "name": "Cyd", "role": "agent", "auto_offline": False},
]
