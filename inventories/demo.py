"""The throw-away VPS of `make demo` (tests/sandbox); what is installed on it is in group_data/demo.py."""

hosts = [
    (
        "vps1",
        {
            "ssh_hostname": "172.29.7.11",
            "ssh_user": "root",
            "ssh_key": ".sandbox/id_ed25519",
            "ssh_known_hosts_file": ".sandbox/known_hosts",
            "ssh_strict_host_key_checking": "accept-new",
        },
    ),
]
