-- What the database tells of objects and the API does not, or only one by one. No secret: hashes stand for those.
SELECT jsonb_build_object(
  'team_members', (
    SELECT coalesce(jsonb_object_agg(team_id, users), '{}')
    FROM (SELECT team_id, jsonb_agg(user_id ORDER BY user_id) AS users FROM team_members GROUP BY team_id) AS teams
  ),
  'inbox_members', (
    SELECT coalesce(jsonb_object_agg(inbox_id, users), '{}')
    FROM (SELECT inbox_id, jsonb_agg(user_id ORDER BY user_id) AS users FROM inbox_members GROUP BY inbox_id) AS boxes
  ),
  'inbox_bots', (
    SELECT coalesce(jsonb_object_agg(inbox_id, agent_bot_id ORDER BY id), '{}') FROM agent_bot_inboxes
  ),
  'used_inboxes', (
    SELECT coalesce(jsonb_agg(id ORDER BY id), '[]')
    FROM inboxes WHERE EXISTS (SELECT 1 FROM conversations WHERE conversations.inbox_id = inboxes.id)
  ),
  'categories', (
    SELECT coalesce(jsonb_object_agg(portal_id, found), '{}')
    FROM (
      SELECT portal_id, jsonb_agg(jsonb_build_object(
        'id', id, 'name', name, 'slug', slug, 'locale', locale, 'position', position, 'description', description,
        'icon', to_jsonb(categories) -> 'icon', 'parent', parent_category_id) ORDER BY id) AS found
      FROM categories GROUP BY portal_id
    ) AS portals
  ),
  -- Of secrets that no answer shows: a column that holds one whole secret is known by this alone.
  'stored', (
    SELECT coalesce(jsonb_object_agg(name, encode(sha256(convert_to(value, 'UTF8')), 'hex')), '{}')
    FROM (
      SELECT 'channel_sms.provider_config.' || id, provider_config::text FROM channel_sms
      UNION ALL SELECT 'channel_line.line_channel_secret.' || id, line_channel_secret FROM channel_line
      UNION ALL SELECT 'channel_line.line_channel_token.' || id, line_channel_token FROM channel_line
      UNION ALL SELECT 'channel_telegram.bot_token.' || id, bot_token FROM channel_telegram
      UNION ALL
      SELECT 'channel_twilio_sms.' || each.key || '.' || id, each.value
      FROM channel_twilio_sms, jsonb_each_text(to_jsonb(channel_twilio_sms)) AS each
      WHERE each.key IN ('account_sid', 'auth_token', 'api_key_sid')
    ) AS secrets (name, value)
    WHERE value IS NOT NULL
  )
);
