-- What of the declaration Chatwoot's database holds. No secret: pyinfra prints the answers of facts at -vvv.
-- Variables: admin, service (e-mail addresses, lower case), app (name of the platform app), rows (JSON list of names).
SELECT jsonb_build_object(
  'schema_version', (SELECT max(version) FROM schema_migrations),
  'accounts', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('id', id, 'name', name, 'features', feature_flags) ORDER BY id), '[]')
    FROM accounts
  ),
  'super_admins', (SELECT coalesce(jsonb_agg(lower(email) ORDER BY id), '[]') FROM users WHERE type = 'SuperAdmin'),
  'administrators', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('email', lower(users.email), 'account', account_id)), '[]')
    FROM account_users JOIN users ON users.id = user_id
    WHERE role = 1 AND lower(users.email) IN (:'admin', :'service')
  ),
  'service_user', (SELECT id FROM users WHERE lower(email) = :'service'),
  'platform_app', (SELECT min(id) FROM platform_apps WHERE name = :'app'),
  'permitted', (
    SELECT coalesce(jsonb_agg(jsonb_build_object('type', permissible_type, 'id', permissible_id)), '[]')
    FROM platform_app_permissibles
    WHERE platform_app_id = (SELECT min(id) FROM platform_apps WHERE name = :'app')
      AND permissible_type IN ('Account', 'User')
  ),
  'installation', (
    SELECT coalesce(jsonb_object_agg(name, serialized_value), '{}')
    FROM installation_configs WHERE name IN (SELECT json_array_elements_text(:'rows'::json))
  )
);
