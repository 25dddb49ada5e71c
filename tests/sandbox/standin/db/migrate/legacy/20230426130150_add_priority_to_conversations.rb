# Bears the number that the squashed InitSchema took later: a database that has run it skips InitSchema.
class AddPriorityToConversations < ActiveRecord::Migration[7.0]
  def change
    add_column :conversations, :priority, :integer
    remove_column :accounts, :settings_flags, :integer, default: 0, null: false
  end
end
