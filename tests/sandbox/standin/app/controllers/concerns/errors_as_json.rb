# The error bodies of the API. What is not rescued here becomes Rails's own {"status":500,...}.
module ErrorsAsJson
  extend ActiveSupport::Concern
  NotAllowed = Class.new(StandardError)

  included do
    rescue_from(ActiveRecord::RecordInvalid) { |e| render_invalid(e.record) }
    rescue_from(ActionController::ParameterMissing) { |e| render_error(e.message, :unprocessable_entity) }
    rescue_from(NotAllowed) { render_error('You are not authorized to do this action', :unauthorized) }
  end

  private

  def render_error(text, status) = render(json: { error: text }, status: status)
  def render_invalid(record)
    render json: { message: record.errors.full_messages.join(', '), attributes: record.errors.attribute_names.uniq }, status: :unprocessable_entity
  end
end
