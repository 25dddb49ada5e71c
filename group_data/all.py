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
#                 ## Login. It is the key and cannot be changed later: another address is another agent. Required.
#                 "email": "bo@example.com",
#                 ## Name shown to customers and colleagues. Required.
#                 "name": "Bo",
#                 ## What he may do in this account.
#                 "role": "agent",
#                 ## Offline when he closes the dashboard?
#                 "auto_offline": None,
#             },
#         ],
#         ## Custom attributes of conversations and contacts.
#         "custom_attributes": [
#             {
#                 ## Its key in the API and in conditions. With model it is the key here and cannot be changed later.
#                 ## Required.
#                 "key": "order_id",
#                 ## What carries it. Cannot be changed later. Required.
#                 "model": "conversation",
#                 ## Name shown to agents. Required.
#                 "name": "Order number",
#                 ## Kind of value. Cannot be changed later: values that exist would be lost.
#                 "type": "text",
#                 ## What it is for.
#                 "description": None,
#                 ## What may be chosen, in the order shown; for the type list only.
#                 "values": None,
#                 ## What a text must match; for the type text only. Since 3.6.
#                 "pattern": None,
#                 ## Said when it does not match. Since 3.6.
#                 "cue": None,
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
#         ## Agent bots.
#         "agent_bots": [
#             {
#                 ## Name. It is the key. Required.
#                 "name": "Helper",
#                 ## What it is for.
#                 "description": None,
#                 ## Receives the events of its conversations.
#                 "outgoing_url": None,
#                 ## Kind of bot; there is one.
#                 "bot_type": None,
#             },
#         ],
#         ## Inboxes: the ways in which customers come.
#         "inboxes": [
#             {
#                 ## Kind of inbox.
#                 "type": "api",
#                 ## Name; unique among the account's api inboxes. It is the key. Required.
#                 "name": "Orders",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## Receives the events of this inbox; empty: nobody does.
#                 "webhook_url": None,
#                 ## Must contacts prove who they are?
#                 "hmac_mandatory": None,
#                 ## Hours in which agents may answer after a customer's last message.
#                 "agent_reply_time_window": None,
#                 ## What agents are told afterwards.
#                 "agent_reply_time_window_message": None,
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "web_widget",
#                 ## Name; unique among the account's widgets. It is the key. Required.
#                 "name": "Web site",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## The site that carries the widget. Required.
#                 "website_url": "https://www.example.com",
#                 ## Colour of the widget; Chatwoot's own is #1f93ff.
#                 "color": None,
#                 ## First line of the open widget.
#                 "welcome_title": None,
#                 ## Second line of the open widget.
#                 "welcome_tagline": None,
#                 ## How soon somebody answers, as promised to visitors.
#                 "reply_time": None,
#                 ## What visitors can use; the whole list. use_inbox_avatar_for_bot is not in Chatwoot 2.10.
#                 "selected_feature_flags": None,
#                 ## Is a form shown before the chat?
#                 "pre_chat_form_enabled": None,
#                 ## Text above that form.
#                 "pre_chat_message": None,
#                 ## Questions of that form in their order; the whole list.
#                 "pre_chat_fields": None,
#                 ## Do visitors who left get the answers by mail?
#                 "continuity_via_email": None,
#                 ## Must visitors prove who they are?
#                 "hmac_mandatory": None,
#                 ## Sites that may show the widget; the whole list, empty: all. Since Chatwoot 4.6.
#                 "allowed_domains": None,
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "email",
#                 ## Name. References use it. Required.
#                 "name": "Orders",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## Address; unique in the installation. It is the key and cannot be changed later. Required.
#                 "email": "support@example.com",
#                 ## Is mail fetched?
#                 "imap_enabled": None,
#                 ## IMAP server.
#                 "imap_address": None,
#                 ## Its port.
#                 "imap_port": None,
#                 ## User name there.
#                 "imap_login": None,
#                 ## Name of the secret with the password.
#                 "imap_password": None,
#                 ## TLS from the first byte?
#                 "imap_enable_ssl": None,
#                 ## Are answers sent through this inbox's own server?
#                 "smtp_enabled": None,
#                 ## SMTP server.
#                 "smtp_address": None,
#                 ## Its port.
#                 "smtp_port": None,
#                 ## User name there.
#                 "smtp_login": None,
#                 ## Name of the secret with the password.
#                 "smtp_password": None,
#                 ## Name that Chatwoot says in HELO.
#                 "smtp_domain": None,
#                 ## STARTTLS when the server offers it?
#                 "smtp_enable_starttls_auto": None,
#                 ## TLS from the first byte? Then STARTTLS means nothing.
#                 "smtp_enable_ssl_tls": None,
#                 ## Is the server's certificate checked? Chatwoot's own is none.
#                 "smtp_openssl_verify_mode": None,
#                 ## How to log in.
#                 "smtp_authentication": None,
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "whatsapp",
#                 ## Name. References use it. Required.
#                 "name": "Orders",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## Number with +; unique in the installation. It is the key and cannot be changed later. Required.
#                 "phone_number": "+34600000001",
#                 ## Meta's Cloud API, or 360dialog. Required.
#                 "provider": "360dialog",
#                 ## Name of the secret with the access token or API key. Required.
#                 "api_key": "WHATSAPP_TOKEN",
#                 ## Id of the number at Meta (whatsapp_cloud).
#                 "phone_number_id": None,
#                 ## Id of the WhatsApp business account at Meta (whatsapp_cloud).
#                 "business_account_id": None,
#                 ## Name of the secret that Meta shows to prove itself (whatsapp_cloud). Unset: one is generated,
#                 ## WHATSAPP_VERIFY_ with the number's digits.
#                 "verify_token": None,
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "telegram",
#                 ## Name; unique among the account's telegram inboxes, whose tokens Chatwoot shows to nobody. It is the
#                 ## key. Required.
#                 "name": "Telegram",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## Name of the secret with the bot's token. Required.
#                 "bot_token": "TELEGRAM_BOT_TOKEN",
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "sms",
#                 ## Name. References use it. Required.
#                 "name": "Orders",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## Number with +; unique in the installation. It is the key and cannot be changed later. Required.
#                 "phone_number": "+15005550006",
#                 ## Name of the secret with Bandwidth's account id; Chatwoot shows none of the four to anybody.
#                 ## Required.
#                 "account_id": "BANDWIDTH_ACCOUNT",
#                 ## Name of the secret with the application id. Required.
#                 "application_id": "BANDWIDTH_APPLICATION",
#                 ## Name of the secret with the API key. Required.
#                 "api_key": "BANDWIDTH_KEY",
#                 ## Name of the secret with its secret. Required.
#                 "api_secret": "BANDWIDTH_SECRET",
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "line",
#                 ## Name. References use it. Required.
#                 "name": "Orders",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## Channel id; unique in the installation. It is the key and cannot be changed later. Required.
#                 "line_channel_id": "1650000001",
#                 ## Name of the secret with the channel secret. Required.
#                 "line_channel_secret": "LINE_SECRET",
#                 ## Name of the secret with the access token. Required.
#                 "line_channel_token": "LINE_TOKEN",
#             },
#             {
#                 ## Kind of inbox.
#                 "type": "twilio",
#                 ## Name. References use it. Required.
#                 "name": "Orders",
#                 ## Is a new conversation greeted?
#                 "greeting_enabled": None,
#                 ## The greeting.
#                 "greeting_message": None,
#                 ## Are visitors asked for their e-mail address?
#                 "enable_email_collect": None,
#                 ## Is a survey sent when a conversation is resolved?
#                 "csat_survey_enabled": None,
#                 ## The survey. Since Chatwoot 4.2.
#                 "csat": {
#                     ## What customers click.
#                     "display_type": None,
#                     ## Text above it; empty: Chatwoot's own.
#                     "message": None,
#                     ## Button of the survey where it is sent as a link.
#                     "button_text": None,
#                     ## Language of the survey where it is sent as a link.
#                     "language": None,
#                     ## After which conversations it is sent.
#                     "survey_rules": {
#                         ## Sent when the conversation has one of the labels, or has none of them.
#                         "operator": None,
#                         ## Labels; the whole list. None at all: always sent.
#                         "values": None,
#                     },
#                 },
#                 ## Are conversations assigned to members by turn?
#                 "enable_auto_assignment": None,
#                 ## Do working hours count?
#                 "working_hours_enabled": None,
#                 ## The working hours.
#                 "working_hours": {
#                     ## Mondays. A new inbox has 09:00-17:00 from Monday to Friday.
#                     "monday": None,
#                     ## Tuesdays.
#                     "tuesday": None,
#                     ## Wednesdays.
#                     "wednesday": None,
#                     ## Thursdays.
#                     "thursday": None,
#                     ## Fridays.
#                     "friday": None,
#                     ## Saturdays.
#                     "saturday": None,
#                     ## Sundays.
#                     "sunday": None,
#                 },
#                 ## Answer outside the working hours.
#                 "out_of_office_message": None,
#                 ## Zone of the working hours. Unset: the installation's time_zone.
#                 "time_zone": None,
#                 ## May customers go on in a resolved conversation?
#                 "allow_messages_after_resolved": None,
#                 ## One conversation a customer, reopened each time? Since Chatwoot 2.12.
#                 "lock_to_single_conversation": None,
#                 ## Sender of mails: agent with business, or business alone. Since Chatwoot 2.17.
#                 "sender_name_type": None,
#                 ## Business in the sender of mails. Since Chatwoot 2.17.
#                 "business_name": None,
#                 ## Slug of its help centre; empty: none. Not in Chatwoot 2.10.
#                 "portal": None,
#                 ## E-mail addresses of the agents who see it; the whole list.
#                 "members": None,
#                 ## Bot that answers first; empty: none.
#                 "agent_bot": None,
#                 ## What it carries; of a number part of the key. Cannot be changed later.
#                 "medium": "sms",
#                 ## Number with +, or the sid of a messaging service; unique in the installation, a number for each
#                 ## medium. It is the key, of a number together with medium, and cannot be changed later. Required.
#                 "sender": "+15005550006",
#                 ## Name of the secret with Twilio's account sid. Cannot be changed later. Required.
#                 "account_sid": "TWILIO_ACCOUNT",
#                 ## Name of the secret with the sid of an API key, whose secret is then auth_token. For WhatsApp alone,
#                 ## not before 3.0. Cannot be changed later.
#                 "api_key_sid": None,
#                 ## Name of the secret with the token. Required.
#                 "auth_token": "TWILIO_TOKEN",
#             },
#         ],
#         ## Names of inboxes that are made in the browser (Facebook, Instagram, mail by Google or Microsoft) and cannot
#         ## be declared: what is declared may refer to them.
#         "browser_inboxes": None,
#         ## Webhooks of the account.
#         "webhooks": [
#             {
#                 ## Where events are posted. It is the key. Messages show its scheme and host, and `#` with four digits
#                 ## of its SHA-256. Required.
#                 "url": "https://crm.example.com/events",
#                 ## Name in Chatwoot's list. Since 4.8.
#                 "name": None,
#                 ## Events to tell; the whole list. Unset: Chatwoot's own choice when it is made. contact_created and
#                 ## contact_updated since 2.14, conversation_typing_on and _off since 4.2.
#                 "subscriptions": None,
#                 ## Name of an inbox, kept and shown; delivery ignores it: events of all inboxes come.
#                 "inbox": None,
#             },
#         ],
#         ## Canned responses.
#         "canned_responses": [
#             {
#                 ## Short code; hello and HELLO are two. It is the key. Required.
#                 "short_code": "hello",
#                 ## The text; may hold variables like {{contact.name}}. Required.
#                 "content": "Hello, {{contact.name}}!",
#             },
#         ],
#         ## Dashboard apps.
#         "dashboard_apps": [
#             {
#                 ## Title of its tab. It is the key. Required.
#                 "title": "Orders",
#                 ## The page. Required.
#                 "url": "https://crm.example.com/chatwoot",
#             },
#         ],
#         ## Saved filters of the provisioning user.
#         "custom_filters": [
#             {
#                 ## Name. With type it is the key. Required.
#                 "name": "Open",
#                 ## What is filtered. Cannot be changed later.
#                 "type": "conversation",
#                 ## What is shown; one condition at least. Required.
#                 "conditions": [{"attribute": "status", "operator": "equal_to", "values": ["open"]}],
#                 ## Which conditions must hold: all, any, or "mixed", where each but the last says `then`.
#                 "match": "all",
#             },
#         ],
#         ## Hooks of integrated apps.
#         "integrations": [
#             {
#                 ## App.
#                 "type": "dialogflow",
#                 ## Name of the inbox. Required.
#                 "inbox": "Web site",
#                 ## Google's id of the project. Required.
#                 "project_id": "support-1234",
#                 ## Secret with the JSON text of the service account's key file. Required.
#                 "credentials": "DIALOGFLOW_KEY",
#                 ## Google's region. Not in 2.10.
#                 "region": None,
#                 ## Switched on? Not in 2.10. A key that Google refuses switches it off; with True the next apply
#                 ## switches it on.
#                 "enabled": None,
#             },
#             {
#                 ## App.
#                 "type": "fullcontact",
#                 ## Secret with the API key. Required.
#                 "api_key": "FULLCONTACT_KEY",
#             },
#             {
#                 ## App.
#                 "type": "openai",
#                 ## Secret with the API key. Required.
#                 "api_key": "OPENAI_KEY",
#                 ## Suggest labels?
#                 "label_suggestion": None,
#                 ## Switched on? Not in 2.10.
#                 "enabled": None,
#             },
#             {
#                 ## App.
#                 "type": "google_translate",
#                 ## Google's id of the project. Required.
#                 "project_id": "support-1234",
#                 ## Secret with the JSON text of the service account's key file. Required.
#                 "credentials": "TRANSLATE_KEY",
#                 ## Switched on? Not in 2.10.
#                 "enabled": None,
#             },
#             {
#                 ## App.
#                 "type": "dyte",
#                 ## Dyte's id of the organisation. Required.
#                 "organization_id": "org-1",
#                 ## Secret with the API key. Required.
#                 "api_key": "DYTE_KEY",
#                 ## Switched on? Not in 2.10.
#                 "enabled": None,
#             },
#             {
#                 ## App.
#                 "type": "leadsquared",
#                 ## Secret with the access key. Required.
#                 "access_key": "LEADSQUARED_ACCESS",
#                 ## Secret with the secret key. Required.
#                 "secret_key": "LEADSQUARED_SECRET",
#                 ## Tell it of new conversations?
#                 "enable_conversation_activity": None,
#                 ## Send it transcripts?
#                 "enable_transcript_activity": None,
#                 ## Score of a conversation.
#                 "conversation_activity_score": None,
#                 ## Score of a transcript.
#                 "transcript_activity_score": None,
#                 ## Switched on? Not in 2.10.
#                 "enabled": None,
#             },
#         ],
#         ## Macros.
#         "macros": [
#             {
#                 ## Name. With visibility it is the key. Required.
#                 "name": "Close as spam",
#                 ## Who sees it: every agent, or its owner alone, who is the user of this tool. Cannot be changed
#                 ## later: a personal and a global macro of one name are two.
#                 "visibility": "global",
#                 ## What it does, in this order. Required.
#                 "actions": [{"resolve_conversation": True}],
#             },
#         ],
#         ## Automation rules.
#         "automation_rules": [
#             {
#                 ## Name. It is the key. Required.
#                 "name": "VIP to sales",
#                 ## What it is for.
#                 "description": None,
#                 ## When it is looked at. conversation_opened and conversation_resolved not in 2.10. Required.
#                 "event": "conversation_created",
#                 ## Is it in force? A new rule is.
#                 "active": None,
#                 ## When it acts; one condition at least. Required.
#                 "conditions": [{"attribute": "status", "operator": "equal_to", "values": ["open"]}],
#                 ## Which conditions must hold: all, any, or "mixed", where each but the last says `then`.
#                 "match": "all",
#                 ## What it does, in this order. Required.
#                 "actions": [{"add_label": ["vip"]}],
#             },
#         ],
#         ## Help centers with their categories.
#         "portals": [
#             {
#                 ## Its part of the URL, unique in the whole installation. It is the key and cannot be changed later.
#                 ## Required.
#                 "slug": "help",
#                 ## Name. Required.
#                 "name": "Help",
#                 ## Colour of the header.
#                 "color": None,
#                 ## Host name of its own, unique in the whole installation; "" for none.
#                 "custom_domain": None,
#                 ## Greeting on its first page.
#                 "header_text": None,
#                 ## Where its logo leads to, 255 characters at most; "" for nowhere.
#                 "homepage_link": None,
#                 ## Title in the browser.
#                 "page_title": None,
#                 ## Put away?
#                 "archived": None,
#                 ## Language shown first, one of `allowed_locales`.
#                 "default_locale": None,
#                 ## All its languages; with `default_locale`.
#                 "allowed_locales": None,
#                 ## Name of the web_widget inbox shown in it; cannot be taken away again. Not in 2.10.
#                 "inbox": None,
#                 ## Its categories, by language and slug.
#                 "categories": [
#                     {
#                         ## Name shown to readers. Required.
#                         "name": "First steps",
#                         ## Its part of the URL. Cannot be changed later. Required.
#                         "slug": "first-steps",
#                         ## Language, one of the portal's. Cannot be changed later. Required.
#                         "locale": "en",
#                         ## Place in the list, from 0.
#                         "position": None,
#                         ## What it is about.
#                         "description": None,
#                         ## An emoji. Not in 2.10.
#                         "icon": None,
#                         ## Slug of the category above it, of the same language; "" for none.
#                         "parent": None,
#                     },
#                 ],
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
#     ## The same for secret values: each key gets the value of the secret that is named here.
#     "environment_secrets": {},
#     ## Rows of Chatwoot's installation settings (since 4.3 they win over the environment), for example
#     ## INSTALLATION_NAME or BRAND_URL.
#     "installation": {},
#     ## Rows with secret values, such as FB_APP_SECRET: each gets the value of the secret that is named here. One line
#     ## each: Google's JSON for FIREBASE_CREDENTIALS through `jq -c`.
#     "installation_secrets": {},
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
#     ## TCP ports of the host itself that its containers may reach and the world may not: of a mail relay or a database
#     ## beside Docker.
#     "container_ports": [],
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
