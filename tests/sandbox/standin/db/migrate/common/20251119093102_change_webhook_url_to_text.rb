class ChangeWebhookUrlToText < ActiveRecord::Migration[7.1]
  def up = change_column(:webhooks, :url, :text)
  def down = change_column(:webhooks, :url, :string)
end
