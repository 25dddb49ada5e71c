# A label got another title: the conversations that bear the old one follow.
class Labels::UpdateJob < ApplicationJob
  queue_as :default

  def perform(title, old_title, account_id)
    Conversation.where(account_id: account_id).labelled(old_title).find_each do |conversation|
      conversation.update_labels(conversation.label_list.map { |name| name == old_title ? title : name }.uniq)
    end
  end
end
