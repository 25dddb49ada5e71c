class Api::V1::Accounts::InboxesController < Api::V1::Accounts::BaseController
  FIELDS = %i[name greeting_enabled greeting_message enable_email_collect csat_survey_enabled enable_auto_assignment working_hours_enabled
              out_of_office_message timezone allow_messages_after_resolved].freeze
  LATER_FIELDS = [:lock_to_single_conversation, :portal_id, :sender_name_type, :business_name,
                  { csat_config: [:display_type, :message, :button_text, :language, { survey_rules: [:operator, { values: [] }], template: {} }] }].freeze

  before_action :blank_nulls, only: %i[create update]
  before_action :admin!, only: %i[create update destroy set_agent_bot sync_templates]
  before_action :need_redis, only: :index
  before_action :set_inbox, except: %i[index create]

  def index = render(json: { payload: inboxes.order(Arel.sql('lower(inboxes.name)'), :id).map { |row| json(row) } })
  def show = render(json: json(@inbox))

  def create
    ActiveRecord::Base.transaction do
      klass = Channel::TYPES[params[:channel][:type]]&.constantize
      channel = klass&.create!(channel_params(klass).merge(account: Current.account))
      name = inbox_params[:name].presence || channel.try(:bot_name)
      @inbox = Current.account.inboxes.create!(inbox_params.merge(name: name, channel: channel))
    end
    render json: json(@inbox)
  end

  def update
    @inbox.update!(inbox_params)
    update_hours if params[:working_hours]
    update_channel if params[:channel].present?
    render json: json(@inbox.reload) unless performed?
  end

  def destroy
    return @inbox.destroy! && head(:ok) if Release.before?('3.0')

    DeleteObjectJob.perform_later(@inbox)
    render json: { message: 'Your inbox deletion request will be processed in some time.' }
  end

  def agent_bot = render(json: @inbox.agent_bot ? { agent_bot: AgentBotJson.in_inbox(@inbox.agent_bot) } : {})

  def set_agent_bot
    bot = params[:agent_bot] && AgentBot.where(account_id: [nil, Current.account.id]).find(params[:agent_bot])
    row = @inbox.agent_bot_inboxes.first_or_initialize
    bot ? row.update!(agent_bot: bot) : row.persisted? && row.destroy!
    head :ok
  end

  def sync_templates
    unless @inbox.channel.is_a?(Channel::Whatsapp)
      return render_error('Template sync is only available for WhatsApp channels', :unprocessable_entity)
    end

    Channels::Whatsapp::TemplatesSyncJob.perform_later(@inbox.channel)
    render json: { message: 'Template sync initiated successfully' }
  end

  private

  def json(inbox) = InboxJson.full(inbox, admin: admin?)

  def set_inbox
    @inbox = Current.account.inboxes.find(params[:id])
    raise ErrorsAsJson::NotAllowed unless inboxes.exists?(@inbox.id)
  end

  # Later releases take the text "null" for a null.
  def blank_nulls
    params.each { |key, value| params[key] = nil if value == 'null' } if Release.at_least?('3.0')
  end

  def inbox_params
    sent = params.permit(*FIELDS, *later_fields)
    sent[:csat_config] = sent[:csat_config].to_h.reverse_merge('button_text' => 'Please rate us', 'language' => 'en') if sent[:csat_config]
    sent
  end

  def later_fields
    return [] if Release.before?('3.0')

    Release.at_least?('4.2') ? LATER_FIELDS : LATER_FIELDS.first(4)
  end

  # The mail servers are tried with what was sent. A failure is a 422: in 2.10 instead of the change, later besides it.
  def update_channel
    sent = channel_params(@inbox.channel.class)
    begin
      MailCheck.new(sent).perform if @inbox.channel.is_a?(Channel::Email)
    rescue StandardError => e
      render json: { message: e.message }, status: :unprocessable_entity
    end
    @inbox.channel.update!(sent) unless performed? && Release.before?('3.0')
  end

  # An unknown type in an update is an unknown attribute: 500, as in the real application.
  def channel_params(klass)
    sent = params.require(:channel).permit(*klass::FIELDS)
    sent[:allowed_domains] = params[:channel][:allowed_domains] if klass == Channel::WebWidget && params[:channel].key?(:allowed_domains)
    sent[:type] = params[:channel][:type] if action_name == 'update' && params[:channel].key?(:type)
    sent
  end

  # Saved one by one and without raising: nonsense keeps the old values and the answer is still 200.
  def update_hours
    params[:working_hours].each do |row|
      hour = @inbox.working_hours.find_by(day_of_week: row[:day_of_week])
      hour.update(row.permit(*WorkingHour::FIELDS)) # nil for a day outside the week: 500
    end
  end
end
