"""SmarterOS: one VPS behind chatwoot.smarterbot.cl; data in group_data/smarteros.py."""

hosts = [
    ("smarteros", {"ssh_hostname": "chatwoot.smarterbot.cl", "ssh_user": "root"}),
]
