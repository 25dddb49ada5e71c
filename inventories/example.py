"""A VPS of yours: copy this file and group_data/production.py.example under one name, or run `chatwoot-deploy init`.

The name of the inventory names the data: inventories/production.py takes group_data/production.py.
"""

hosts = [
    (
        "chat1",  # how messages call it
        {
            "ssh_hostname": "203.0.113.10",
            "ssh_user": "root",
            # "ssh_port": 22,
            # "ssh_key": "~/.ssh/id_ed25519",
            # "_sudo": True,  # when ssh_user is not root
        },
    ),
]
