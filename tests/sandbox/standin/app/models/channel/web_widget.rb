class Channel::WebWidget < ApplicationRecord
  include Channelable

  self.table_name = 'channel_web_widgets'
  FLAGS = %w[attachments emoji_picker end_conversation] + (Release.at_least?('3.0') ? ['use_inbox_avatar_for_bot'] : [])
  FIELDS = [:website_url, :widget_color, :welcome_title, :welcome_tagline, :reply_time, :pre_chat_form_enabled, :continuity_via_email,
            :hmac_mandatory, { selected_feature_flags: [] },
            { pre_chat_form_options: [:pre_chat_message, :require_email, { pre_chat_fields: [
              :field_type, :label, :placeholder, :name, :enabled, :type, :required, :locale, { values: [] }, :regex_pattern, :regex_cue
            ] }] }].freeze
  PRE_CHAT = { pre_chat_message: 'Share your queries or comments here.', pre_chat_fields: [
    { field_type: 'standard', label: 'Email Id', name: 'emailAddress', type: 'email', required: true, enabled: false },
    { field_type: 'standard', label: 'Full name', name: 'fullName', type: 'text', required: false, enabled: false },
    { field_type: 'standard', label: 'Phone number', name: 'phoneNumber', type: 'text', required: false, enabled: false }
  ] }.freeze

  has_secure_token :website_token
  has_secure_token :hmac_token
  enum :reply_time, { in_a_few_minutes: 0, in_a_few_hours: 1, in_a_day: 2 }
  validates :website_url, presence: true
  before_create { self.pre_chat_form_options = PRE_CHAT if pre_chat_form_options.blank? }

  def selected_feature_flags = FLAGS.each_with_index.filter_map { |name, bit| name if feature_flags[bit] == 1 }
  def selected_feature_flags=(names)
    self.feature_flags = names.compact_blank.sum { |name| 1 << (FLAGS.index(name) || raise(ArgumentError, "Unknown flag #{name}")) }
  end

  # Byte for byte what the real one shows: people paste it.
  def script
    defer = Release.before?('4.0') ? "        g.defer = true;\n" : ''
    "\n" + <<-HTML + "    "
    <script>
      (function(d,t) {
        var BASE_URL="#{ENV.fetch('FRONTEND_URL', '')}";
        var g=d.createElement(t),s=d.getElementsByTagName(t)[0];
        g.src=BASE_URL+"/packs/js/sdk.js";
#{defer}        g.async = true;
        s.parentNode.insertBefore(g,s);
        g.onload=function(){
          window.chatwootSDK.run({
            websiteToken: '#{website_token}',
            baseUrl: BASE_URL
          })
        }
      })(document,"script");
    </script>
    HTML
  end
end
