"""Teams with their members."""

FULL = [
    {
        "name": "sales",
        "description": "Sells",
        "allow_auto_assign": False,
        "members": ["bo@example.com", "cy@example.com"],
    },
    {"name": "support", "description": "Helps", "allow_auto_assign": True, "members": ["bo@example.com"]},
]
BENT = [
    {"name": "sales", "description": "", "allow_auto_assign": True, "members": ["cy@example.com"]},
    {"name": "support", "description": "Helps out", "allow_auto_assign": False, "members": []},
]
