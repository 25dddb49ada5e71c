class AddRegexToCustomAttributes < ActiveRecord::Migration[7.0]
  def change
    add_column :custom_attribute_definitions, :regex_pattern, :string
    add_column :custom_attribute_definitions, :regex_cue, :string
    # A macro outlives its author.
    %i[created_by_id updated_by_id].each do |name|
      change_column_null :macros, name, true
      remove_index :macros, name
    end
  end
end
