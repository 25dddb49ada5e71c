# Invented: stands for whatever the release after 4.10.0 brings. Additive, so an old web survives it.
class AddNoteToLabels < ActiveRecord::Migration[7.1]
  def change
    add_column :labels, :note, :string
  end
end
