"""Agent bots."""

FULL = [
    {
        "name": "Helper",
        "description": "Answers first",
        "outgoing_url": "https://bot.example.com/chatwoot",
        "bot_type": "webhook",
    },
]
BENT = [
    {
        "name": "Helper",
        "description": "",
        "outgoing_url": "https://bot.example.com/other",
        "bot_type": "webhook",
    },
]
