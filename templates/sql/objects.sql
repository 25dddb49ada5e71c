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
  )
);
