# Labels on a conversation are texts of their own: the label of the account need not exist.
module Labelable
  extend ActiveSupport::Concern

  included do
    has_many :taggings, -> { where(context: 'labels').order(:id) }, as: :taggable, dependent: :destroy
    scope :labelled, lambda { |titles|
      where(id: Tagging.where(taggable_type: name, context: 'labels', tag: Tag.where(name: titles)).select(:taggable_id))
    }
  end

  def label_list = taggings.includes(:tag).map { |row| row.tag.name }

  def update_labels(titles)
    transaction do
      taggings.reject { |row| titles.include?(row.tag.name) }.each(&:destroy!)
      (titles - label_list).each { |title| taggings.create!(tag: Tag.find_or_create_by!(name: title)) }
      taggings.reset
      update_columns(cached_label_list: label_list.join(', ')) if has_attribute?(:cached_label_list)
    end
  end
end
