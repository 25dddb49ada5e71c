-- Made by chatwoot-deploy; runs at the first start and whenever apply brings something up: a password in the
-- environment alone changes nothing on a volume that exists (failure mode db-password-drift).
\getenv role CHATWOOT_ROLE
\getenv password CHATWOOT_ROLE_PASSWORD
\getenv superpassword POSTGRES_PASSWORD
SET log_min_error_statement = panic;
ALTER ROLE :"role" LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION PASSWORD :'password';
ALTER ROLE postgres PASSWORD :'superpassword';
