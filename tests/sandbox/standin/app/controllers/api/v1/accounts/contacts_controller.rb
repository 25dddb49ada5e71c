class Api::V1::Accounts::ContactsController < Api::V1::Accounts::BaseController
  PAGE = 15
  FILTERS = %w[name email phone_number identifier].freeze
  FIELDS = [:name, :email, :phone_number, :identifier, { additional_attributes: {}, custom_attributes: {} }].freeze
  before_action :set_contact, only: %i[show update destroy conversations contact_inboxes]

  def index = render_page(known)

  def search
    return render(json: { meta: { count: nil, current_page: 1 }, payload: [] }) if params[:q].blank?

    render_page(known.matching(params[:q].strip))
  end

  def filter
    render_page(params[:payload].inject(known) { |scope, condition| narrow(scope, condition) })
  end

  def show = render(json: { payload: ContactJson.full(@contact) })

  def create
    inbox = Current.account.inboxes.find(params[:inbox_id]) if params[:inbox_id].present?
    contact = Current.account.contacts.new(params.permit(*FIELDS))
    ActiveRecord::Base.transaction do
      contact.save!
      @link = ContactInbox.create!(contact: contact, inbox: inbox, source_id: params[:source_id].presence) if inbox
    end
    Avatar::AvatarFromUrlJob.perform_later(contact, params[:avatar_url]) if params[:avatar_url].present?
    render json: { payload: { contact: ContactJson.full(contact), contact_inbox: { inbox: @link&.inbox, source_id: @link&.source_id } } }
  end

  def update
    sent = params.permit(*FIELDS)
    %i[custom_attributes additional_attributes].each { |key| sent[key] = @contact[key].merge(sent[key]) if sent[key] }
    @contact.update!(sent)
    show
  end

  def destroy
    admin!
    @contact.destroy!
    head :ok
  end

  def conversations
    render json: { payload: @contact.conversations.where(inbox_id: inboxes.select(:id)).newest.limit(20).map { |row| ConversationJson.full(row) } }
  end

  def contact_inboxes
    link = ContactInbox.create!(contact: @contact, inbox: Current.account.inboxes.find(params[:inbox_id]), source_id: params[:source_id].presence)
    render json: ContactJson.link(link)
  end

  private

  def known = Current.account.contacts.known
  def set_contact = @contact = Current.account.contacts.find(params[:contact_id] || params[:id])

  def render_page(found)
    number = [params[:page].to_i, 1].max
    rows = found.order(Arel.sql('contacts.last_activity_at DESC NULLS LAST'), id: :desc).limit(PAGE).offset((number - 1) * PAGE)
    inboxes = params[:include_contact_inboxes] != 'false'
    render json: { meta: { count: found.count, current_page: params[:page] || 1 },
                   payload: rows.map { |row| ContactJson.full(row, inboxes: inboxes, count: true) } }
  end

  # An unknown key is a mistake: 500 in 2.10.
  def narrow(scope, condition)
    key = condition[:attribute_key]
    raise ArgumentError, "unknown filter #{key}" unless FILTERS.include?(key)

    value = condition[:values].first
    condition[:filter_operator] == 'contains' ? scope.where("contacts.#{key} ILIKE ?", "%#{value}%") : scope.where(key => value)
  end
end
