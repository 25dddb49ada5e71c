-- What the REST client needs: the provisioning user's token, ids and languages of accounts. Holds a secret: never in a fact.
-- Variables: service (e-mail address, lower case), app (name of the platform app).
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
  )
);
