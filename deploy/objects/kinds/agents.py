"""Agents and administrators: the e-mail address is the key (chatwoot.md 1.3)."""

from deploy.chatwoot.client import Client
from deploy.objects.kind import Fields, Json, Kind
from deploy.objects.world import World
from deploy.stack.secrets import make


class Agents(Kind):
    """`A/agents`, but made through the platform API.

    That way the user is confirmed at once and no mail is sent; `POST A/agents` leaves him unconfirmed until a mail's
    link is clicked. For a user of another account the platform answers with that user, unchanged (chatwoot.md 1.3): he
    is added here, keeps his password, and gets the declared name, which is one for all accounts (objects/people.py).
    """

    noun, section, path = "agent", "agents", "/agents"

    def key(self, fields: Fields) -> str:
        email: str = fields["email"]
        return email

    def foreign(self, live: Json, world: World) -> bool:
        return live["email"] in world.own

    def read(self, live: Json, world: World) -> Fields:
        # availability_status is live presence, not the configured value (chatwoot.md 1.3): it is no field.
        return {
            "email": live["email"],
            "name": live["name"],
            "role": live["role"],
            "auto_offline": live["auto_offline"],
        }

    def body(self, fields: Fields, world: World) -> Json:
        return {"agent": {key: fields[key] for key in ("name", "role", "auto_offline") if key in fields}}

    def create(self, client: Client, fields: Fields, world: World, what: str) -> None:
        # Nobody knows this password: the agent sets one by "forgot password".
        user = client.as_platform(
            "POST",
            "/users",
            what,
            {"name": fields["name"], "email": fields["email"], "password": make("SERVICE_PASSWORD")},
        )
        membership = {"user_id": user["id"], "role": fields["role"]}
        client.as_platform("POST", f"/accounts/{client.account}/account_users", f"the membership of {what}", membership)
        if "auto_offline" in fields or user["name"] != fields["name"]:
            client.patch(f"{self.path}/{user['id']}", self.body(fields, world), what)
