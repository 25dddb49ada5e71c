"""An inbox of any channel, told apart by its type."""

from typing import Annotated

from pydantic import Field

from deploy.settings.objects.inboxes.api import ApiInbox
from deploy.settings.objects.inboxes.email import EmailInbox
from deploy.settings.objects.inboxes.line import LineInbox
from deploy.settings.objects.inboxes.sms import SmsInbox
from deploy.settings.objects.inboxes.telegram import TelegramInbox
from deploy.settings.objects.inboxes.twilio import TwilioInbox
from deploy.settings.objects.inboxes.web_widget import WebWidgetInbox
from deploy.settings.objects.inboxes.whatsapp import WhatsappInbox

Inbox = Annotated[
    ApiInbox | WebWidgetInbox | EmailInbox | WhatsappInbox | TelegramInbox | SmsInbox | LineInbox | TwilioInbox,
    Field(discriminator="type"),
]
