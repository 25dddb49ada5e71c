-- What the planner of upgrades asks the database. No secret.
SELECT jsonb_build_object(
  'versions', (SELECT coalesce(jsonb_agg(version ORDER BY version), '[]') FROM schema_migrations),
  'major', current_setting('server_version_num')::int / 10000,
  'extensions', (SELECT jsonb_agg(name) FROM pg_available_extensions),
  'megabytes', pg_database_size(current_database()) / 1048576
);
