class AddMoreChannelDetails < ActiveRecord::Migration[7.1]
  def change
    add_column :channel_email, :verified_for_sending, :boolean, default: false, null: false
    add_column :channel_twilio_sms, :api_key_sid, :string
    add_column :channel_twilio_sms, :content_templates, :jsonb, default: {}
    add_column :channel_twilio_sms, :content_templates_last_updated, :datetime
    add_column :portals, :ssl_settings, :jsonb, default: {}, null: false
  end
end
