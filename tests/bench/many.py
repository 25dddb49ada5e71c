"""A large installation, made by the database itself in seconds."""

from tests.e2e import stack
from tests.e2e.site import Site

MESSAGES = 4
# As the application writes them: a contact with an address, its conversation, messages of ordinary length. Text that
# repeats would make dumps smaller than real ones.
_FILL = """
SET synchronous_commit = off;
CREATE TEMP TABLE made AS SELECT nextval('contacts_id_seq') AS contact, nextval('contact_inboxes_id_seq') AS link,
  nextval('conversations_id_seq') AS talk, number, now() - number * interval '1 minute' AS moment,
  inbox.id AS inbox, inbox.account_id AS account
  FROM generate_series(1, {count}) AS number, (SELECT id, account_id FROM inboxes WHERE name = 'Orders') AS inbox;
INSERT INTO contacts (id, name, email, account_id, created_at, updated_at)
  SELECT contact, 'Many ' || number, 'many-' || number || '@example.com', account, moment, moment FROM made;
INSERT INTO contact_inboxes (id, contact_id, inbox_id, source_id, created_at, updated_at)
  SELECT link, contact, inbox, gen_random_uuid(), moment, moment FROM made;
INSERT INTO conversations (id, account_id, inbox_id, contact_id, contact_inbox_id, display_id, created_at, updated_at,
  last_activity_at) SELECT talk, account, inbox, contact, link, 0, moment, moment, moment FROM made ORDER BY number;
INSERT INTO messages (content, account_id, inbox_id, conversation_id, message_type, created_at, updated_at)
  SELECT md5(random()::text) || ' ' || md5(random()::text) || ' ' || md5(random()::text), account, inbox, talk,
  each % 2, moment, moment FROM made, generate_series(1, {messages}) AS each;
ANALYZE;
SELECT count(*) FROM conversations;
"""


def fill(site: Site, conversations: int) -> int:
    """Write conversations with their contacts and messages; gives how many conversations there are then."""
    return int(stack.sql(site, _FILL.format(count=conversations, messages=MESSAGES)))
