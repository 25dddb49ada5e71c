"""All types of objects, in the order in which they are made: what others refer to comes first (chatwoot.md 1.7)."""

from deploy.objects.kind import Kind
from deploy.objects.kinds.account import AccountKind
from deploy.objects.kinds.agent_bots import AgentBots
from deploy.objects.kinds.agents import Agents
from deploy.objects.kinds.automation_rules import AutomationRules
from deploy.objects.kinds.canned_responses import CannedResponses
from deploy.objects.kinds.custom_attributes import CustomAttributes
from deploy.objects.kinds.custom_filters import CustomFilters
from deploy.objects.kinds.dashboard_apps import DashboardApps
from deploy.objects.kinds.inbox_portals import InboxPortals
from deploy.objects.kinds.inboxes import Inboxes
from deploy.objects.kinds.integrations import Integrations
from deploy.objects.kinds.labels import Labels
from deploy.objects.kinds.macros import Macros
from deploy.objects.kinds.portals import Portals
from deploy.objects.kinds.teams import Teams
from deploy.objects.kinds.webhooks import Webhooks

KINDS: tuple[Kind, ...] = (
    AccountKind(),
    Agents(),
    CustomAttributes(),
    Labels(),
    Teams(),
    AgentBots(),
    Inboxes(),
    Webhooks(),
    CannedResponses(),
    DashboardApps(),
    CustomFilters(),
    Integrations(),
    Macros(),
    AutomationRules(),
    Portals(),
    InboxPortals(),
)


def by_noun(noun: str) -> Kind:
    """The type that references call so."""
    return next(each for each in KINDS if each.noun == noun)
