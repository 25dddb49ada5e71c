# The real columns changed between 2.10 and 2.17; a squashed schema has its first number here.
class AddContactEventsToWebhooks < ActiveRecord::Migration[7.0]
  EVENTS = %w[conversation_status_changed conversation_updated conversation_created message_created message_updated webwidget_triggered].freeze

  def change
    change_column_default :webhooks, :subscriptions, from: EVENTS, to: EVENTS.take(3) + %w[contact_created contact_updated] + EVENTS.drop(3)
    reversible do |way|
      way.up { execute 'CREATE INDEX tags_name_trgm_idx ON tags USING gin (lower(name::text) gin_trgm_ops)' }
      way.down { remove_index :tags, name: 'tags_name_trgm_idx' }
    end
  end
end
