class AddContactDetails < ActiveRecord::Migration[7.0]
  def change
    change_column_default :contacts, :name, from: nil, to: ''
    add_column :contacts, :contact_type, :integer, default: 0
    %i[middle_name last_name location country_code].each { |name| add_column :contacts, name, :string, default: '' }
    add_column :contacts, :blocked, :boolean, default: false, null: false
    add_column :conversations, :cached_label_list, :text
  end
end
