-- The tables of Chatwoot 2.10.0 behind the objects that an account declares: columns, types, defaults and indexes of the real schema.
-- Labels, teams and webhooks are in tables.sql; here are their indexes that only make them faster.
CREATE TABLE automation_rules (
  id bigserial PRIMARY KEY, account_id bigint NOT NULL, name varchar NOT NULL, description text, event_name varchar NOT NULL,
  conditions jsonb NOT NULL DEFAULT '"{}"', actions jsonb NOT NULL DEFAULT '"{}"', created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, active boolean NOT NULL DEFAULT true
);
CREATE TABLE canned_responses (
  id serial PRIMARY KEY, account_id integer NOT NULL, short_code varchar, content text, created_at timestamp NOT NULL,
  updated_at timestamp NOT NULL
);
CREATE TABLE custom_attribute_definitions (
  id bigserial PRIMARY KEY, attribute_display_name varchar, attribute_key varchar, attribute_display_type integer DEFAULT 0,
  default_value integer, attribute_model integer DEFAULT 0, account_id bigint, created_at timestamp(6) NOT NULL,
  updated_at timestamp(6) NOT NULL, attribute_description text, attribute_values jsonb DEFAULT '[]'
);
CREATE TABLE custom_filters (
  id bigserial PRIMARY KEY, name varchar NOT NULL, filter_type integer NOT NULL DEFAULT 0, query jsonb NOT NULL DEFAULT '"{}"',
  account_id bigint NOT NULL, user_id bigint NOT NULL, created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE dashboard_apps (
  id bigserial PRIMARY KEY, title varchar NOT NULL, content jsonb DEFAULT '[]', account_id bigint NOT NULL, user_id bigint,
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE macros (
  id bigserial PRIMARY KEY, account_id bigint NOT NULL, name varchar NOT NULL, visibility integer DEFAULT 0,
  created_by_id bigint NOT NULL, updated_by_id bigint NOT NULL, actions jsonb NOT NULL DEFAULT '{}',
  created_at timestamp(6) NOT NULL, updated_at timestamp(6) NOT NULL
);
CREATE TABLE taggings (
  id serial PRIMARY KEY, tag_id integer, taggable_type varchar, taggable_id integer, tagger_type varchar, tagger_id integer,
  context varchar(128), created_at timestamp
);
CREATE TABLE tags (
  id serial PRIMARY KEY, name varchar, taggings_count integer DEFAULT 0
);

CREATE INDEX index_automation_rules_on_account_id ON automation_rules (account_id);
CREATE UNIQUE INDEX attribute_key_model_index ON custom_attribute_definitions (attribute_key, attribute_model, account_id);
CREATE INDEX index_custom_attribute_definitions_on_account_id ON custom_attribute_definitions (account_id);
CREATE INDEX index_custom_filters_on_account_id ON custom_filters (account_id);
CREATE INDEX index_custom_filters_on_user_id ON custom_filters (user_id);
CREATE INDEX index_dashboard_apps_on_account_id ON dashboard_apps (account_id);
CREATE INDEX index_dashboard_apps_on_user_id ON dashboard_apps (user_id);
CREATE INDEX index_labels_on_account_id ON labels (account_id);
CREATE INDEX index_macros_on_account_id ON macros (account_id);
CREATE INDEX index_macros_on_created_by_id ON macros (created_by_id);
CREATE INDEX index_macros_on_updated_by_id ON macros (updated_by_id);
CREATE INDEX index_taggings_on_context ON taggings (context);
CREATE INDEX index_taggings_on_tag_id ON taggings (tag_id);
CREATE INDEX index_taggings_on_taggable_id ON taggings (taggable_id);
CREATE INDEX index_taggings_on_taggable_id_and_taggable_type_and_context ON taggings (taggable_id, taggable_type, context);
CREATE INDEX index_taggings_on_taggable_type ON taggings (taggable_type);
CREATE INDEX index_taggings_on_tagger_id ON taggings (tagger_id);
CREATE INDEX index_taggings_on_tagger_id_and_tagger_type ON taggings (tagger_id, tagger_type);
CREATE UNIQUE INDEX taggings_idx ON taggings (tag_id, taggable_id, taggable_type, context, tagger_id, tagger_type);
CREATE INDEX taggings_idy ON taggings (taggable_id, taggable_type, tagger_id, context);
CREATE UNIQUE INDEX index_tags_on_name ON tags (name);
CREATE INDEX index_team_members_on_team_id ON team_members (team_id);
CREATE INDEX index_team_members_on_user_id ON team_members (user_id);
CREATE INDEX index_teams_on_account_id ON teams (account_id);
