-- The tables of Chatwoot 2.10.0 that the stand-in uses: names, columns, types and defaults of the real schema, a part of
-- its tables. access_tokens is first, because that is where a second creation of the schema fails.
CREATE TABLE access_tokens (
  id bigserial PRIMARY KEY, owner_type varchar, owner_id bigint, token varchar, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL
);
CREATE TABLE account_users (
  id bigserial PRIMARY KEY, account_id bigint, user_id bigint, role integer DEFAULT 0, inviter_id bigint,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL, active_at timestamp,
  availability integer NOT NULL DEFAULT 0, auto_offline boolean NOT NULL DEFAULT true
);
CREATE TABLE accounts (
  id serial PRIMARY KEY, name varchar NOT NULL, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
  locale integer DEFAULT 0, domain varchar(100), support_email varchar(100), settings_flags integer NOT NULL DEFAULT 0,
  feature_flags integer NOT NULL DEFAULT 0, auto_resolve_duration integer, limits jsonb DEFAULT '{}',
  custom_attributes jsonb DEFAULT '{}', status integer DEFAULT 0
);
CREATE TABLE active_storage_attachments (
  id bigserial PRIMARY KEY, name varchar NOT NULL, record_type varchar NOT NULL, record_id bigint NOT NULL,
  blob_id bigint NOT NULL, created_at timestamp NOT NULL
);
CREATE TABLE active_storage_blobs (
  id bigserial PRIMARY KEY, key varchar NOT NULL, filename varchar NOT NULL, content_type varchar, metadata text,
  byte_size bigint NOT NULL, checksum varchar NOT NULL, created_at timestamp NOT NULL, service_name varchar NOT NULL
);
CREATE TABLE active_storage_variant_records (
  id bigserial PRIMARY KEY, blob_id bigint NOT NULL, variation_digest varchar NOT NULL
);
CREATE TABLE agent_bot_inboxes (
  id bigserial PRIMARY KEY, inbox_id integer, agent_bot_id integer, status integer DEFAULT 0, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, account_id integer
);
CREATE TABLE agent_bots (
  id bigserial PRIMARY KEY, name varchar, description varchar, outgoing_url varchar, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, account_id bigint, bot_type integer DEFAULT 0, bot_config jsonb DEFAULT '{}'
);
CREATE TABLE attachments (
  id serial PRIMARY KEY, file_type integer DEFAULT 0, external_url varchar, coordinates_lat double precision DEFAULT 0.0,
  coordinates_long double precision DEFAULT 0.0, message_id integer NOT NULL, account_id integer NOT NULL,
  created_at timestamp NOT NULL, updated_at timestamp NOT NULL, fallback_title varchar, extension varchar
);
CREATE TABLE channel_api (
  id bigserial PRIMARY KEY, account_id integer NOT NULL, webhook_url varchar, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, identifier varchar, hmac_token varchar, hmac_mandatory boolean DEFAULT false,
  additional_attributes jsonb DEFAULT '{}'
);
CREATE TABLE channel_web_widgets (
  id serial PRIMARY KEY, website_url varchar, account_id integer, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
  website_token varchar, widget_color varchar DEFAULT '#1f93ff', welcome_title varchar, welcome_tagline varchar,
  feature_flags integer NOT NULL DEFAULT 7, reply_time integer DEFAULT 0, hmac_token varchar,
  pre_chat_form_enabled boolean DEFAULT false, pre_chat_form_options jsonb DEFAULT '{}', hmac_mandatory boolean DEFAULT false,
  continuity_via_email boolean NOT NULL DEFAULT true
);
CREATE TABLE contact_inboxes (
  id bigserial PRIMARY KEY, contact_id bigint, inbox_id bigint, source_id varchar NOT NULL, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, hmac_verified boolean DEFAULT false, pubsub_token varchar
);
CREATE TABLE contacts (
  id serial PRIMARY KEY, name varchar, email varchar, phone_number varchar, account_id integer NOT NULL,
  created_at timestamp NOT NULL, updated_at timestamp NOT NULL, additional_attributes jsonb DEFAULT '{}', identifier varchar,
  custom_attributes jsonb DEFAULT '{}', last_activity_at timestamp
);
CREATE TABLE conversations (
  id serial PRIMARY KEY, account_id integer NOT NULL, inbox_id integer NOT NULL, status integer NOT NULL DEFAULT 0,
  assignee_id integer, created_at timestamp NOT NULL, updated_at timestamp NOT NULL, contact_id bigint,
  display_id integer NOT NULL, contact_last_seen_at timestamp, agent_last_seen_at timestamp,
  additional_attributes jsonb DEFAULT '{}', contact_inbox_id bigint, uuid uuid NOT NULL DEFAULT gen_random_uuid(),
  identifier varchar, last_activity_at timestamp NOT NULL DEFAULT CURRENT_TIMESTAMP, team_id bigint, campaign_id bigint,
  snoozed_until timestamp, custom_attributes jsonb DEFAULT '{}', assignee_last_seen_at timestamp,
  first_reply_created_at timestamp
);
CREATE TABLE inbox_members (
  id serial PRIMARY KEY, user_id integer NOT NULL, inbox_id integer NOT NULL, created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE TABLE inboxes (
  id serial PRIMARY KEY, channel_id integer NOT NULL, account_id integer NOT NULL, name varchar NOT NULL,
  created_at timestamp NOT NULL, updated_at timestamp NOT NULL, channel_type varchar,
  enable_auto_assignment boolean DEFAULT true, greeting_enabled boolean DEFAULT false, greeting_message varchar,
  email_address varchar, working_hours_enabled boolean DEFAULT false, out_of_office_message varchar,
  timezone varchar DEFAULT 'UTC', enable_email_collect boolean DEFAULT true, csat_survey_enabled boolean DEFAULT false,
  allow_messages_after_resolved boolean DEFAULT true, auto_assignment_config jsonb DEFAULT '{}'
);
CREATE TABLE installation_configs (
  id bigserial PRIMARY KEY, name varchar NOT NULL, serialized_value jsonb NOT NULL DEFAULT '{}',
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL, locked boolean NOT NULL DEFAULT true
);
CREATE TABLE labels (
  id bigserial PRIMARY KEY, title varchar, description text, color varchar NOT NULL DEFAULT '#1f93ff', show_on_sidebar boolean,
  account_id bigint, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE messages (
  id serial PRIMARY KEY, content text, account_id integer NOT NULL, inbox_id integer NOT NULL,
  conversation_id integer NOT NULL, message_type integer NOT NULL, created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL, private boolean DEFAULT false, status integer DEFAULT 0, source_id varchar,
  content_type integer NOT NULL DEFAULT 0, content_attributes json DEFAULT '{}', sender_type varchar, sender_id bigint,
  external_source_ids jsonb DEFAULT '{}', additional_attributes jsonb DEFAULT '{}'
);
CREATE TABLE platform_app_permissibles (
  id bigserial PRIMARY KEY, platform_app_id bigint NOT NULL, permissible_type varchar NOT NULL, permissible_id bigint NOT NULL,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE platform_apps (
  id bigserial PRIMARY KEY, name varchar NOT NULL, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE reporting_events (
  id bigserial PRIMARY KEY, name varchar, value double precision, account_id integer, inbox_id integer, user_id integer,
  conversation_id integer, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL,
  value_in_business_hours double precision, event_start_time timestamp, event_end_time timestamp
);
CREATE TABLE team_members (
  id bigserial PRIMARY KEY, team_id bigint NOT NULL, user_id bigint NOT NULL, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL
);
CREATE TABLE teams (
  id bigserial PRIMARY KEY, name varchar NOT NULL, description text, allow_auto_assign boolean DEFAULT true,
  account_id bigint NOT NULL, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE users (
  id serial PRIMARY KEY, provider varchar NOT NULL DEFAULT 'email', uid varchar NOT NULL DEFAULT '',
  encrypted_password varchar NOT NULL DEFAULT '', reset_password_token varchar, reset_password_sent_at timestamp,
  remember_created_at timestamp, sign_in_count integer NOT NULL DEFAULT 0, current_sign_in_at timestamp,
  last_sign_in_at timestamp, current_sign_in_ip varchar, last_sign_in_ip varchar, confirmation_token varchar,
  confirmed_at timestamp, confirmation_sent_at timestamp, unconfirmed_email varchar, name varchar NOT NULL,
  display_name varchar, email varchar, tokens json, created_at timestamp NOT NULL, updated_at timestamp NOT NULL,
  pubsub_token varchar, availability integer DEFAULT 0, ui_settings jsonb DEFAULT '{}', custom_attributes jsonb DEFAULT '{}',
  type varchar, message_signature text
);
CREATE TABLE webhooks (
  id bigserial PRIMARY KEY, account_id integer, inbox_id integer, url varchar, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, webhook_type integer DEFAULT 0,
  subscriptions jsonb DEFAULT '["conversation_status_changed", "conversation_updated", "conversation_created", "message_created", "message_updated", "webwidget_triggered"]'
);
CREATE TABLE working_hours (
  id bigserial PRIMARY KEY, inbox_id bigint, account_id bigint, day_of_week integer NOT NULL,
  closed_all_day boolean DEFAULT false, open_hour integer, open_minutes integer, close_hour integer, close_minutes integer,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL, open_all_day boolean DEFAULT false
);

CREATE UNIQUE INDEX index_access_tokens_on_token ON access_tokens (token);
CREATE UNIQUE INDEX uniq_user_id_per_account_id ON account_users (account_id, user_id);
CREATE UNIQUE INDEX index_active_storage_attachments_uniqueness ON active_storage_attachments (record_type, record_id, name, blob_id);
CREATE UNIQUE INDEX index_active_storage_blobs_on_key ON active_storage_blobs (key);
CREATE UNIQUE INDEX index_active_storage_variant_records_uniqueness ON active_storage_variant_records (blob_id, variation_digest);
CREATE UNIQUE INDEX index_channel_api_on_hmac_token ON channel_api (hmac_token);
CREATE UNIQUE INDEX index_channel_api_on_identifier ON channel_api (identifier);
CREATE UNIQUE INDEX index_channel_web_widgets_on_hmac_token ON channel_web_widgets (hmac_token);
CREATE UNIQUE INDEX index_channel_web_widgets_on_website_token ON channel_web_widgets (website_token);
CREATE UNIQUE INDEX index_contact_inboxes_on_inbox_id_and_source_id ON contact_inboxes (inbox_id, source_id);
CREATE UNIQUE INDEX index_contact_inboxes_on_pubsub_token ON contact_inboxes (pubsub_token);
CREATE UNIQUE INDEX uniq_email_per_account_contact ON contacts (email, account_id);
CREATE UNIQUE INDEX uniq_identifier_per_account_contact ON contacts (identifier, account_id);
CREATE UNIQUE INDEX index_conversations_on_account_id_and_display_id ON conversations (account_id, display_id);
CREATE UNIQUE INDEX index_conversations_on_uuid ON conversations (uuid);
CREATE UNIQUE INDEX index_inbox_members_on_inbox_id_and_user_id ON inbox_members (inbox_id, user_id);
CREATE UNIQUE INDEX index_installation_configs_on_name ON installation_configs (name);
CREATE UNIQUE INDEX index_installation_configs_on_name_and_created_at ON installation_configs (name, created_at);
CREATE UNIQUE INDEX index_labels_on_title_and_account_id ON labels (title, account_id);
CREATE UNIQUE INDEX unique_permissibles_index ON platform_app_permissibles (platform_app_id, permissible_id, permissible_type);
CREATE UNIQUE INDEX index_team_members_on_team_id_and_user_id ON team_members (team_id, user_id);
CREATE UNIQUE INDEX index_teams_on_name_and_account_id ON teams (name, account_id);
CREATE UNIQUE INDEX index_users_on_pubsub_token ON users (pubsub_token);
CREATE UNIQUE INDEX index_users_on_reset_password_token ON users (reset_password_token);
CREATE UNIQUE INDEX index_users_on_uid_and_provider ON users (uid, provider);
CREATE UNIQUE INDEX index_webhooks_on_account_id_and_url ON webhooks (account_id, url);

-- Conversation numbers count per account, from a sequence made with the account: a partial copy of the database must carry them.
CREATE FUNCTION accounts_after_insert_row_tr() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('create sequence IF NOT EXISTS conv_dpid_seq_%s', NEW.id); RETURN NULL; END; $$;
CREATE FUNCTION camp_dpid_before_insert() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN EXECUTE format('create sequence IF NOT EXISTS camp_dpid_seq_%s', NEW.id); RETURN NULL; END; $$;
CREATE FUNCTION conversations_before_insert_row_tr() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN NEW.display_id := nextval('conv_dpid_seq_' || NEW.account_id); RETURN NEW; END; $$;
CREATE TRIGGER accounts_after_insert_row_tr AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION accounts_after_insert_row_tr();
CREATE TRIGGER camp_dpid_before_insert AFTER INSERT ON accounts FOR EACH ROW EXECUTE FUNCTION camp_dpid_before_insert();
CREATE TRIGGER conversations_before_insert_row_tr BEFORE INSERT ON conversations FOR EACH ROW
  EXECUTE FUNCTION conversations_before_insert_row_tr();
