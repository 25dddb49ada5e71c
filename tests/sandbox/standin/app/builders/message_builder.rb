# A message as agents and bots send it.
class MessageBuilder
  def initialize(author, conversation, params)
    @author, @conversation, @params = author, conversation, params
  end

  def perform
    type = @params[:message_type].presence || 'outgoing'
    raise ArgumentError, 'Incoming messages are only allowed in Api inboxes' if type == 'incoming' && !@conversation.inbox.api?

    message = @conversation.messages.new(account: @conversation.account, inbox: @conversation.inbox, message_type: type,
                                         content: @params[:content], private: ActiveModel::Type::Boolean.new.cast(@params[:private]) || false,
                                         content_type: @params[:content_type].presence || 'text', content_attributes: attributes,
                                         sender: type == 'incoming' ? @conversation.contact : @author)
    ActiveRecord::Base.transaction do
      message.save!
      Array(@params[:attachments]).each { |file| attach(message, file) }
    end
    message
  end

  private

  def attributes
    sent = @params[:content_attributes]
    sent.respond_to?(:permit!) ? sent.permit!.to_h : (sent || {})
  end

  def attach(message, file)
    kind = %w[image audio video].find { |name| file.content_type.to_s.start_with?(name) } || 'file'
    message.attachments.create!(account: message.account, file_type: kind).file.attach(file)
  end
end
