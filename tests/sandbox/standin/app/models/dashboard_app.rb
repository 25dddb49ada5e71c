class DashboardApp < ApplicationRecord
  belongs_to :account
  belongs_to :user, optional: true
  validate :check_content

  private

  def check_content
    errors.add(:content, ': Invalid data') unless content.is_a?(Array) && content.all? { |frame| frame?(frame) }
  end

  # 2.10 takes any address.
  def frame?(item)
    return false unless item.is_a?(Hash) && item['type'] == 'frame' && item['url'].is_a?(String)

    Release.before?('4.0') || item['url'].match?(%r{\Ahttps?://})
  end
end
