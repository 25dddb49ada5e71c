class Tagging < ApplicationRecord
  belongs_to :tag, counter_cache: :taggings_count
  belongs_to :taggable, polymorphic: true
end
