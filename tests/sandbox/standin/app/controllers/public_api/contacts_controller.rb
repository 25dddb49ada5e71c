class PublicApi::ContactsController < PublicApi::BaseController
  before_action :set_link, only: %i[show update]

  def create
    known = Contact.find_by(account_id: @inbox.account_id, email: params[:email]) if params[:email].present?
    contact = known || @inbox.account.contacts.create!(fields)
    @link = ContactInbox.find_or_create_by!({ contact: contact, inbox: @inbox, source_id: params[:source_id].presence }.compact)
    show
  end

  def show
    contact = @link.contact
    render json: { source_id: @link.source_id, pubsub_token: @link.pubsub_token, id: contact.id, name: contact.name, email: contact.email,
                   phone_number: contact.phone_number }
  end

  def update
    @link.contact.update!(fields)
    render json: ContactJson.row(@link.contact)
  end

  private

  # 2.10 drops the identifier of a contact.
  def fields = params.permit(:name, :email, :phone_number, *(:identifier if Release.at_least?('3.0')), custom_attributes: {})
  def set_link = @link = @inbox.contact_inboxes.find_by!(source_id: params[:id])
end
