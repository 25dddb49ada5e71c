"""Labels."""

FULL = [
    {"title": "vip", "description": "Comes first", "color": "#ff0000", "show_on_sidebar": True},
    {"title": "urgent", "description": "Cannot wait", "color": "#00ff00", "show_on_sidebar": False},
]
BENT = [
    {"title": "vip", "description": "", "color": "#0000ff", "show_on_sidebar": False},
    {"title": "urgent", "description": "Can wait", "color": "#123456", "show_on_sidebar": True},
]
