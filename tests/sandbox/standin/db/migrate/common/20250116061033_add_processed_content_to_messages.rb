class AddProcessedContentToMessages < ActiveRecord::Migration[7.0]
  def change
    add_column :messages, :processed_message_content, :text
    add_column :messages, :sentiment, :jsonb, default: {}
  end
end
