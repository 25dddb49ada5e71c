## Every key with its default; what has none shows an example. Made by `make docs` from deploy/settings/.
## Copy what you need into group_data/NAME.py, where NAME is the name of your inventory, and remove the leading "# ".
## What you uncomment here holds for every installation. pyinfra merges the outermost keys only: a section declared in
## two places is taken whole from the stronger one (docs/settings.md, "Who wins").

## Public host name of the site. Required.
# domain = "chat.example.com"

## Further names that are redirected to the domain.
# aliases = []

## Host name of your own dashboard, named in the hand-off file.
# dashboard_domain = None

## Compose project, prefix of containers and volumes. Cannot be changed later.
# project = "chatwoot"

## Language of the installation and of new accounts.
# locale = "en"

## Business time zone (IANA name).
# time_zone = "Etc/UTC"

## The first administrator, a super admin of the installation. Required.
# admin = {
#     ## Login. Required.
#     "email": "ana@example.com",
#     ## Name shown to customers and colleagues.
#     "name": "Admin",
# }

## Tenants; at least one. Required.
# accounts = [
#     {
#         ## Name of the account. It is the key and cannot be changed later. Required.
#         "name": "Acme",
#         ## Language. Unset: the installation's when the account is made, then left alone.
#         "locale": None,
#         ## Domain of reply addresses, instead of the installation's. Set it before e-mail inboxes are made: their
#         ## forwarding address keeps it.
#         "domain": None,
#         ## Address that customers see as sender.
#         "support_email": None,
#         ## Resolves conversations without activity after so many minutes; 0 = never. Releases before 4.2 count in
#         ## days: there it is a multiple of 1440, 999 days at most.
#         "auto_resolve_minutes": None,
#         ## Message to the customer when that happens; empty = none. Since 4.2.
#         "auto_resolve_message": None,
#         ## Leaves conversations that wait for an agent's answer open? Since 4.2.
#         "auto_resolve_ignore_waiting": None,
#         ## Label that such a conversation gets; empty = none. After 4.2.
#         "auto_resolve_label": None,
#         ## Writes down voice messages? Needs Captain of the enterprise edition. After 4.2.
#         "audio_transcriptions": None,
#         ## Keys of conversations' custom attributes that an agent has to fill in before he resolves; the whole list,
#         ## in the order shown. After 4.2.
#         "conversation_required_attributes": None,
#         ## Kind of business, for the record. Since 3.0.
#         "industry": None,
#         ## Number of people, for the record. Since 3.0.
#         "company_size": None,
#         ## Time zone, for the record. Since 3.0.
#         "timezone": None,
#         ## Feature flags to switch on or off; others are left alone. Chatwoot's full image on the community plan
#         ## switches premium flags off again every day.
#         "features": None,
#         ## Agents and administrators; the admin is not named here.
#         "agents": [
#             {
#                 ## Login. It is the key and cannot be changed later. Required.
#                 "email": "bo@example.com",
#                 ## Name shown to customers and colleagues. Required.
#                 "name": "Bo",
#                 ## What he may do in this account.
#                 "role": "agent",
#                 ## Offline when he closes the dashboard?
#                 "auto_offline": None,
#             },
#         ],
#         ## Labels.
#         "labels": [
#             {
#                 ## Title, kept in lower case. It is the key. Required.
#                 "title": "vip",
#                 ## What it is for.
#                 "description": None,
#                 ## Colour; Chatwoot's own is #1f93ff.
#                 "color": None,
#                 ## Shown in the side bar?
#                 "show_on_sidebar": None,
#             },
#         ],
#         ## Teams with their members.
#         "teams": [
#             {
#                 ## Name, kept in lower case. It is the key. Required.
#                 "name": "sales",
#                 ## What it is for.
#                 "description": None,
#                 ## May conversations be assigned to members by turn?
#                 "allow_auto_assign": None,
#                 ## E-mail addresses of its agents; the whole list.
#                 "members": None,
#             },
#         ],
#         ## Inboxes of the account.
#         "inboxes": [
#             {
#                 ## Kind of inbox.
#                 "type": "api",
#                 ## Name; unique among the account's api inboxes. It is the key. Required.
#                 "name": "Orders",
#                 ## Receives the events of this inbox.
#                 "webhook_url": None,
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "web_widget",
#                 ## Name; unique among the account's widgets. It is the key. Required.
#                 "name": "Web site",
#                 ## The site that carries the widget. Required.
#                 "website_url": "https://www.example.com",
#                 ## Colour of the widget.
#                 "color": "#1f93ff",
#                 ## First line of the open widget.
#                 "welcome_title": "",
#                 ## Second line of the open widget.
#                 "welcome_tagline": "",
#             },
#         ],
#     },
# ]

## The Chatwoot application: web, worker and scheduler run the same image.
# chatwoot = {
#     ## Release to run; `-ce` is the community edition. Changing it is the `upgrade` verb's work.
#     "version": "4.10.0-ce",
#     ## Image name without tag; the tag is `v` + version. Upstream publishes on Docker Hub only.
#     "image": "chatwoot/chatwoot",
#     ## May strangers open accounts? Closed unless you say so.
#     "sign_up": False,
#     ## Extra environment of web, worker and scheduler, for keys that no other setting covers.
#     "environment": {},
#     ## Rows of Chatwoot's installation settings (since 4.3 they win over the environment), for example
#     ## INSTALLATION_NAME or BRAND_URL.
#     "installation": {},
#     ## Ids of changes between releases that you have read and seen to; `upgrade --plan` names those it waits for.
#     "acknowledged": [],
#     ## YAML file on your side with further releases, or better facts about known ones; docs/upgrades.md tells its
#     ## form.
#     "ladder": None,
# }

## Images of the services beside Chatwoot; every one is pinned to a tag or digest.
# images = {
#     ## Reverse proxy, release 3.
#     "traefik": "traefik:v3.7",
#     ## PostgreSQL with pgvector; its major must be `postgres.major`.
#     "postgres": "pgvector/pgvector:pg17",
#     ## Redis 6.2 or newer.
#     "redis": "redis:8.0",
#     ## Your own registry, put before every image name: registry.example.com/mirror.
#     "registry_prefix": "",
# }

## TLS of the public name: from an ACME authority, from your files, or from a private authority of this host.
# tls = {
#     ## `acme` obtains and renews by itself; `files` takes yours; `internal` makes a private authority for machines
#     ## without a public name.
#     "mode": "acme",
#     ## ACME challenge: over port 80 (`http`) or port 443 (`tls-alpn`).
#     "challenge": "http",
#     ## ACME directory of the authority.
#     "ca_server": "https://acme-v02.api.letsencrypt.org/directory",
#     ## PEM file on your side with the roots that vouch for the ACME server itself, if private.
#     "ca_certificates": None,
#     ## Contact for the authority; the admin's address when unset.
#     "email": None,
#     ## PEM file on your side: certificate with its chain (`files`).
#     "certificate": None,
#     ## PEM file on your side: its private key (`files`).
#     "key": None,
# }

## The reverse proxy: our Traefik, or one that you already run.
# proxy = {
#     ## `managed`: Traefik of this stack on 80 and 443. `loopback`: your proxy reaches web on 127.0.0.1. `network`:
#     ## your Traefik reaches web over a named Docker network by labels.
#     "mode": "managed",
#     ## Loopback port of web in mode `loopback`.
#     "port": 3000,
#     ## Existing Docker network in mode `network`.
#     "network": None,
#     ## Your Traefik's TLS entry point in mode `network`.
#     "entrypoint": "websecure",
#     ## Your Traefik's certificate resolver in mode `network`.
#     "cert_resolver": None,
#     ## Networks of proxies in front of ours (a CDN) whose X-Forwarded-* headers are believed.
#     "trusted": [],
#     ## Networks that may open /super_admin and /monitoring; everybody else gets 404.
#     "admin_networks": [],
#     ## Strict-Transport-Security max-age in seconds; 0 = none.
#     "hsts_seconds": 31536000,
#     ## Traefik's dashboard at /traefik/ on the site, behind a password.
#     "dashboard": False,
# }

## PostgreSQL. Embedded unless `host` names a server of yours.
# postgres = {
#     ## Major release; part of the volume's name. Cannot be changed later but by the upgrade verb.
#     "major": 17,
#     ## Your own server's address; unset = a service of this stack.
#     "host": None,
#     ## Port of your own server.
#     "port": 5432,
#     ## Database name. Cannot be changed later.
#     "database": "chatwoot",
#     ## Application role; owns its database and is no superuser. Cannot be changed later.
#     "username": "chatwoot",
# }

## Redis. Embedded unless `url` names a server of yours.
# redis = {
#     ## Your own server without password (redis://host:6379/0, rediss:// for TLS); its password is the secret
#     ## REDIS_PASSWORD. Unset = a service of this stack.
#     "url": None,
# }

## Uploads: a volume on the host, or an S3-compatible bucket.
# storage = {
#     ## `local` volume, or `s3` for S3-compatible storage.
#     "mode": "local",
#     ## Bucket name (`s3`).
#     "bucket": None,
#     ## Region (`s3`); many compatible servers take any text.
#     "region": None,
#     ## URL of an S3-compatible server; unset = Amazon.
#     "endpoint": None,
#     ## Bucket in the path instead of the host name (MinIO and kin).
#     "force_path_style": False,
# }

## Outgoing mail. Without `host` no mail leaves, and nobody is told by mail.
# smtp = {
#     ## Mail server; unset = no mail.
#     "host": None,
#     ## 465 goes with `ssl`, 587 with `starttls`.
#     "port": 587,
#     ## Encryption: `starttls`, `ssl` (implicit TLS), `plain` (only inside your network).
#     "mode": "starttls",
#     ## Login; its password is the secret SMTP_PASSWORD.
#     "username": None,
#     ## How to log in.
#     "authentication": "plain",
#     ## HELO name; the site's domain when unset.
#     "domain": None,
#     ## From address, like support@example.com; needed with `host`.
#     "sender": None,
#     ## From name.
#     "sender_name": "Chatwoot",
#     ## Check the mail server's certificate.
#     "verify": True,
# }

## Memory limits and concurrency; chosen by the machine's RAM unless named.
# sizing = {
#     ## `auto` takes the largest profile that the machine's RAM holds.
#     "profile": "auto",
#     ## Puma processes; 0 = one, not forked.
#     "web_concurrency": None,
#     ## Threads a Puma process.
#     "web_threads": None,
#     ## Threads of the worker.
#     "sidekiq_concurrency": None,
#     ## PostgreSQL's shared_buffers in MB.
#     "shared_buffers_mb": None,
#     ## Swap file in MB; 0 = none.
#     "swap_mb": None,
# }

## Backups of database, uploads, secrets and rendered files: an encrypted restic repository, timers on the host.
# backup = {
#     ## Make backups by timers. The verbs work either way.
#     "enabled": True,
#     ## Where restic keeps them: a directory of the host, `sftp:user@host:/path` (with the keys of the host's root),
#     ## `s3:https://server/bucket/path`, `rest:https://server/path`. Unset = /var/backups/chatwoot-deploy/PROJECT on
#     ## the host itself, which a lost disk takes along.
#     "repository": None,
#     ## Newest backups that are always kept.
#     "keep_last": 3,
#     ## Days of which the last backup is kept.
#     "keep_daily": 7,
#     ## Weeks of which the last backup is kept.
#     "keep_weekly": 5,
#     ## Months of which the last backup is kept.
#     "keep_monthly": 12,
#     ## When a backup is made.
#     "schedule": "*-*-* 02:15:00",
#     ## When the newest backup is read back and restored into a scratch database.
#     "verify_schedule": "Sun *-*-* 03:15:00",
#     ## When restic checks the repository and frees the room of forgotten backups.
#     "check_schedule": "Wed *-*-* 03:15:00",
#     ## PEM file on your side with the roots that vouch for an S3 or REST server, if private.
#     "ca_certificates": None,
#     ## Where the numbers for Prometheus go: the textfile directory of Debian's node exporter.
#     "textfile_directory": "/var/lib/prometheus/node-exporter",
# }

## How patiently containers are watched. Slow machines want larger numbers.
# health = {
#     ## Between two checks of a container.
#     "interval_seconds": 10,
#     ## For one check.
#     "timeout_seconds": 10,
#     ## Failed checks in a row until it counts as unhealthy.
#     "retries": 6,
#     ## Grace after the start, in which failures do not count.
#     "start_seconds": 120,
#     ## How long apply waits for the whole stack to be healthy.
#     "wait_seconds": 300,
# }

## Where secrets come from: generated once and kept on the host, unless you bring your own.
# secrets = {
#     ## `generated`: made at the first apply. `environment`: variables CHATWOOT_SECRET_<NAME>. `file`: lines
#     ## NAME=value. `command`: prints such lines. What a source lacks is generated.
#     "mode": "generated",
#     ## The file on your side (mode `file`).
#     "file": None,
#     ## The command and its arguments (mode `command`).
#     "command": None,
# }

## What is done to the operating system. Every part can be switched off, and is then neither set nor checked.
# machine = {
#     ## The Docker engine.
#     "docker": {
#         ## `debian`: the distribution's packages (Debian 13). `docker`: Docker's own apt repository (needed on Debian
#         ## 12 and Ubuntu, whose own Compose is too old or absent).
#         "source": "debian",
#         ## Mirrors of Docker Hub, as URLs.
#         "registry_mirrors": [],
#         ## Log of one container rolls at this size.
#         "log_max_size": "20m",
#         ## Rolled logs kept for each container.
#         "log_max_file": 5,
#         ## MTU of the stack's networks; Docker's default when unset. Cannot be changed later.
#         "mtu": None,
#     },
#     ## Admit SSH, 80 and 443 only, Docker's published ports included.
#     "firewall": True,
#     ## Port of sshd that the firewall keeps open.
#     "ssh_port": 22,
#     ## Further TCP ports that the firewall admits.
#     "open_ports": [],
#     ## Kernel settings that Redis and PostgreSQL ask for.
#     "kernel": True,
#     ## Keep the clock right (systemd-timesyncd).
#     "time_sync": True,
#     ## Install security upgrades of the distribution unattended.
#     "security_upgrades": True,
# }

## Checks that you take on yourself.
# preflight = {
#     ## Ids of preflight checks to leave out, like dns-elsewhere.
#     "skip": [],
# }
