-- What the REST client needs: the provisioning user's token, ids and languages of accounts; beside them the settings with
-- secret values. Holds secrets: never in a fact.
-- Variables: service (e-mail address, lower case), app (name of the platform app), settings (JSON list of names).
SELECT jsonb_build_object(
  'token', (
    SELECT token FROM access_tokens
    WHERE owner_type = 'User' AND owner_id = (SELECT id FROM users WHERE lower(email) = :'service')
  ),
  'platform', (
    SELECT token FROM access_tokens
    WHERE owner_type = 'PlatformApp' AND owner_id = (SELECT min(id) FROM platform_apps WHERE name = :'app')
  ),
  'accounts', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'locale', locale) ORDER BY id), '[]')
    FROM accounts
  ),
  'installation', (
    SELECT coalesce(jsonb_object_agg(name, serialized_value), '{}')
    FROM installation_configs WHERE name IN (SELECT json_array_elements_text(:'settings'::json))
  )
);
