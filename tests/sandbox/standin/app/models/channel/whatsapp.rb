# The provider is asked at every save, so a save without its consent is a 422 and one without a way to it a 500.
class Channel::Whatsapp < ApplicationRecord
  include Channelable

  self.table_name = 'channel_whatsapp'
  FIELDS = [:phone_number, :provider, { provider_config: {} }].freeze
  PROVIDERS = %w[default whatsapp_cloud].freeze

  before_validation :make_verify_token
  validates :provider, inclusion: { in: PROVIDERS }
  validates :phone_number, presence: true, uniqueness: true
  validate { errors.add(:provider_config, 'Invalid Credentials') unless service.valid? }
  # The templates are stored by a save, which asks the provider once more: a Cloud create makes three requests in all.
  after_create :sync_templates

  def callback_webhook_url = webhooks_url("whatsapp/#{phone_number}")
  def cloud? = provider == 'whatsapp_cloud'
  def service = cloud? ? ::Whatsapp::Cloud.new(self) : ::Whatsapp::Dialog360.new(self)

  def sync_templates
    update_column(:message_templates_last_updated, Time.current)
    found = service.templates
    update(message_templates: found, message_templates_last_updated: Time.current) if found.present?
  end

  private

  # Also in a PATCH that leaves it out: the old token is gone.
  def make_verify_token
    self.provider_config = provider_config.merge('webhook_verify_token' => SecureRandom.hex(16)) if cloud? && !provider_config['webhook_verify_token']
  end
end
