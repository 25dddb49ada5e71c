class Api::V1::Accounts::PortalsController < Api::V1::Accounts::BaseController
  FIELDS = [:color, :custom_domain, :header_text, :homepage_link, :name, :page_title, :slug, :archived,
            { config: [:default_locale, { allowed_locales: [] }] }].freeze

  before_action :admin!, except: %i[index show]
  before_action :set_portal, except: %i[index create]

  def index
    rows = Current.account.portals.order(:id)
    render json: { payload: rows.map { |row| PortalJson.full(row, articles: false) }, meta: { current_page: page, portals_count: rows.size } }
  end

  def show = render(json: PortalJson.full(@portal, articles: true))

  # Later releases take the address apart before anything else: without one a 500.
  def create
    @portal = Current.account.portals.new(fields)
    @portal.custom_domain = host_of(@portal.custom_domain) if Release.at_least?('3.0')
    @portal.save!
    answer
  end

  def update
    @portal.update!(fields) if params[:portal].present?
    answer
  rescue ActiveRecord::RecordInvalid
    render json: { error: @portal.errors.messages }, status: :unprocessable_entity
  end

  def destroy
    @portal.destroy!
    head :ok
  end

  # Upstream's slip: there is no such attribute.
  def archive = @portal.update!(archive: true)

  private

  # Nobody looks whether it was found: what is unknown ends in a 500.
  def set_portal = @portal = Current.account.portals.find_by(slug: params[:id]) || raise("no portal #{params[:id]}")
  def answer = render(json: PortalJson.full(@portal.reload, articles: false))
  def page = params[:page] || 1
  def fields = params.require(:portal).permit(*FIELDS).merge(widget)

  def widget
    inbox = Release.at_least?('3.0') && params[:inbox_id].presence && Inbox.find(params[:inbox_id])
    inbox && inbox.channel.is_a?(Channel::WebWidget) ? { channel_web_widget_id: inbox.channel_id } : {}
  end

  def host_of(text)
    address = URI.parse(text)
    address.is_a?(URI::HTTP) ? address.host : text
  end
end
