"""docs/objects.md: everything that an account may declare, made from the same models as docs/settings.md."""

from deploy.settings import documentation

INTRODUCTION = """\
# Objects inside Chatwoot

<!-- Made by `make docs` from deploy/settings/objects/; change the models, not this page. -->

An account in `group_data/NAME.py` may declare everything below. `plan` compares it with what is live, `apply` makes and
changes what differs, a second `apply` changes nothing.

**What is declared is kept so; the rest is left alone.** A key that you leave out gets Chatwoot's own default when the
object is made, and is never touched afterwards. A list that you leave out (`labels`, `teams`, …) is nobody's
business, and read only when something declared refers to it; an empty list says that there should be none.

**Keys.** Each type has a natural key, named below. Chatwoot lets two objects share most of them; here that is an error
of `check`. A changed key is another object: the old one becomes an orphan.

**Orphans** are live objects of a declared type that nobody declared. `plan` and `apply` name them and leave them alone;
`--prune` deletes them. An inbox takes its conversations with it, so one that has any is deleted only when you also name
it: `--prune --prune-inbox "Acme/Old site"`. Accounts that nobody declared are named too and never deleted; with
`chatwoot.sign_up` they are not even named, since anybody may open one.

**What cannot be declared**: pictures (of inboxes, agents and portals), articles of a help center, campaigns, contacts,
and whatever is made in the browser alone. They are left alone, and are in every backup.

**References** are names: an automation rule names a label, a team, an inbox. A name that the same account declares
nowhere is an error of `check`, unless it does not declare that type at all: then it must be live. Inboxes that are made
in the browser (Facebook, Instagram, mail by OAuth) cannot be declared: `browser_inboxes` names those that others refer
to; whether they are there, `plan` and `apply` tell. Objects are made in the order in which they need each other.

**Secrets** (passwords, tokens) never stand in a declaration: their keys hold the *name* of a secret, such as
`SUPPORT_IMAP_PASSWORD`, and the value comes from where `secrets.mode` says (`CHATWOOT_SECRET_SUPPORT_IMAP_PASSWORD` in
the environment, or a line of your file). Differences show `(secret changed)`. What Chatwoot shows to nobody is known by
a hash of what was sent and of what the database made of it.

**Refusals.** When Chatwoot, or somebody it asks (Meta, Telegram, a mail server), refuses an object, everything else is
applied, the object and what refers to it stay pending, and the run ends with 1 and a list of them with the words of
whoever refused. Run `apply` again when the cause is mended.

**An installation that exists already**: `chatwoot-deploy export --url https://chat.example.com --output FILE
--secrets FILE` writes the declaration of what lives in it (token of an administrator in `CHATWOOT_TOKEN`), and
`chatwoot-deploy plan INVENTORY --url …` compares the two: nothing to do. `export INVENTORY` does the same for one of
ours.

**What isolates tenants** is the account: conversations, contacts, inboxes, agents' rights, labels, rules, reports and
webhooks belong to one and are invisible from another. Shared by all accounts are the users' logins (one e-mail address
is one person with one password everywhere), the installation's settings, the super admins, and the unique keys of
channels: a phone number, an inbox's e-mail address and a portal's slug exist once in the whole installation.
**Inbox membership** isolates less: an agent sees conversations of his inboxes only, but all contacts, labels, canned
responses, macros and teams of the account; administrators see everything whatever they are members of. In 2.10 any
agent also reads the channel's secrets in an inbox he may see. Give each customer an account, not an inbox.
"""


def page() -> str:
    """docs/objects.md."""
    parts = [INTRODUCTION]
    for section, path, heading in documentation.sections():
        if path.startswith(documentation.OBJECTS):
            parts += [f"\n## {heading}\n", f"{section.__doc__}\n", *documentation.table(section, path)]
    return "\n".join(parts) + "\n"
