"""Canned responses: the short code is the key, unique in the account, upper and lower case differ (recordings)."""

from deploy.objects.kind import Fields, Json, Kind
from deploy.objects.world import World


class CannedResponses(Kind):
    """`A/canned_responses`, both releases alike."""

    noun, section, path = "canned response", "canned_responses", "/canned_responses"

    def key(self, fields: Fields) -> str:
        code: str = fields["short_code"]
        return code

    def read(self, live: Json, world: World) -> Fields:
        return {"short_code": live["short_code"], "content": live["content"]}

    def body(self, fields: Fields, world: World) -> Json:
        return {"canned_response": dict(fields)}
