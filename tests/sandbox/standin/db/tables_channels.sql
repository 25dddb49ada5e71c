-- The tables of Chatwoot 2.10.0 behind channels, hooks and the help center: columns, types, defaults and indexes of the real schema.
-- channel_api, channel_web_widgets, inboxes and agent bots are in tables.sql.
CREATE TABLE categories (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, portal_id integer NOT NULL, name varchar, description text, position integer,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL, locale varchar DEFAULT 'en', slug varchar NOT NULL,
  parent_category_id bigint, associated_category_id bigint
);
CREATE TABLE channel_email (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, email varchar NOT NULL, forward_to_email varchar NOT NULL,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL, imap_enabled boolean DEFAULT false,
  imap_address varchar DEFAULT '', imap_port integer DEFAULT 0, imap_login varchar DEFAULT '', imap_password varchar DEFAULT '',
  imap_enable_ssl boolean DEFAULT true, imap_inbox_synced_at timestamp, smtp_enabled boolean DEFAULT false,
  smtp_address varchar DEFAULT '', smtp_port integer DEFAULT 0, smtp_login varchar DEFAULT '', smtp_password varchar DEFAULT '',
  smtp_domain varchar DEFAULT '', smtp_enable_starttls_auto boolean DEFAULT true, smtp_authentication varchar DEFAULT 'login',
  smtp_openssl_verify_mode varchar DEFAULT 'none', smtp_enable_ssl_tls boolean DEFAULT false
);
CREATE TABLE channel_line (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, line_channel_id varchar NOT NULL, line_channel_secret varchar NOT NULL,
  line_channel_token varchar NOT NULL, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE channel_sms (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, phone_number varchar NOT NULL, provider varchar DEFAULT 'default',
  provider_config jsonb DEFAULT '{}', created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE channel_telegram (
  id bigserial PRIMARY KEY, bot_name varchar, account_id integer NOT NULL, bot_token varchar NOT NULL,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE channel_twilio_sms (
  id bigserial PRIMARY KEY, phone_number varchar, auth_token varchar NOT NULL, account_sid varchar NOT NULL,
  account_id integer NOT NULL, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL, medium integer DEFAULT 0,
  messaging_service_sid varchar
);
CREATE TABLE channel_whatsapp (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, phone_number varchar NOT NULL, provider varchar DEFAULT 'default',
  provider_config jsonb DEFAULT '{}', created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL,
  message_templates jsonb DEFAULT '{}', message_templates_last_updated timestamp
);
CREATE TABLE integrations_hooks (
  id bigserial PRIMARY KEY, status integer DEFAULT 0, inbox_id integer, account_id integer, app_id varchar,
  hook_type integer DEFAULT 0, reference_id varchar, access_token varchar, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, settings jsonb DEFAULT '{}'
);
CREATE TABLE portals (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, name varchar NOT NULL, slug varchar NOT NULL, custom_domain varchar,
  color varchar, homepage_link varchar, page_title varchar, header_text text, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, config jsonb DEFAULT '{"allowed_locales": ["en"]}', archived boolean DEFAULT false
);

CREATE INDEX index_categories_on_associated_category_id ON categories (associated_category_id);
CREATE INDEX index_categories_on_locale ON categories (locale);
CREATE INDEX index_categories_on_locale_and_account_id ON categories (locale, account_id);
CREATE INDEX index_categories_on_parent_category_id ON categories (parent_category_id);
CREATE UNIQUE INDEX index_categories_on_slug_and_locale_and_portal_id ON categories (slug, locale, portal_id);
CREATE UNIQUE INDEX index_channel_email_on_email ON channel_email (email);
CREATE UNIQUE INDEX index_channel_email_on_forward_to_email ON channel_email (forward_to_email);
CREATE UNIQUE INDEX index_channel_line_on_line_channel_id ON channel_line (line_channel_id);
CREATE UNIQUE INDEX index_channel_sms_on_phone_number ON channel_sms (phone_number);
CREATE UNIQUE INDEX index_channel_telegram_on_bot_token ON channel_telegram (bot_token);
CREATE UNIQUE INDEX index_channel_twilio_sms_on_account_sid_and_phone_number ON channel_twilio_sms (account_sid, phone_number);
CREATE UNIQUE INDEX index_channel_twilio_sms_on_messaging_service_sid ON channel_twilio_sms (messaging_service_sid);
CREATE UNIQUE INDEX index_channel_twilio_sms_on_phone_number ON channel_twilio_sms (phone_number);
CREATE UNIQUE INDEX index_channel_whatsapp_on_phone_number ON channel_whatsapp (phone_number);
CREATE UNIQUE INDEX index_portals_on_custom_domain ON portals (custom_domain);
CREATE UNIQUE INDEX index_portals_on_slug ON portals (slug);
