"""Dashboard apps: the title is the key; Chatwoot allows doubles (chatwoot.md 1.3)."""

from deploy.objects.kind import Fields, Json, Kind
from deploy.objects.world import World


class DashboardApps(Kind):
    """`A/dashboard_apps`, both releases alike: a list of frames, which Chatwoot's own pages fill with one."""

    noun, section, path = "dashboard app", "dashboard_apps", "/dashboard_apps"

    def key(self, fields: Fields) -> str:
        title: str = fields["title"]
        return title

    def read(self, live: Json, world: World) -> Fields:
        frames = live["content"] or []
        url = frames[0]["url"] if len(frames) == 1 else f"({len(frames)} frames)"
        return {"title": live["title"], "url": url}

    def body(self, fields: Fields, world: World) -> Json:
        # A missing title answers 500 (chatwoot.md 1.8); the list is replaced as a whole.
        return {"dashboard_app": {"title": fields["title"], "content": [{"type": "frame", "url": fields["url"]}]}}
