"""Two throw-away VPSs at once (tests/sandbox): one installation each, data in group_data/fleet.py."""

_SSH = {
    "ssh_user": "root",
    "ssh_key": ".sandbox/id_ed25519",
    "ssh_known_hosts_file": ".sandbox/known_hosts",
    "ssh_strict_host_key_checking": "accept-new",
}

hosts = [
    ("vps1", {"ssh_hostname": "172.29.7.11", **_SSH}),
    # What differs from the group stands with the host; a host's key replaces the group's as a whole.
    ("vps2", {"ssh_hostname": "172.29.7.12", "domain": "chat2.test", "project": "demo2", **_SSH}),
]
