"""What `make demo` installs on the throw-away VPS: local registry, pebble as the ACME authority, two tenants."""

domain = "chat.test"
project = "demo"
admin = {"email": "admin@chat.test", "name": "Demo Admin"}
accounts = [
    {
        "name": "Acme",
        "inboxes": [
            {"type": "api", "name": "Orders"},
            {"type": "web_widget", "name": "Web site", "website_url": "https://www.acme.test", "color": "#1f93ff"},
        ],
    },
    {
        "name": "Globex",
        "locale": "es",
        "inboxes": [
            {"type": "api", "name": "Pedidos"},
            {"type": "web_widget", "name": "Sitio web", "website_url": "https://www.globex.test", "color": "#0f766e"},
        ],
    },
]
tls = {"ca_server": "https://172.29.7.1:14000/dir", "ca_certificates": ".sandbox/acme-ca.pem"}
sizing = {"profile": "2gb", "swap_mb": 256}
# Less patience than a real VPS deserves: faults are to show soon.
health = {"start_seconds": 60, "wait_seconds": 240}
machine = {"docker": {"registry_mirrors": ["http://172.29.7.1:5000"]}}
# Not a setting of chatwoot-deploy: the roots that `verify` trusts, since pebble's are in no browser.
x_verify_ca = ".sandbox/acme-root.pem"
