# The lines that every boot of the real application logs, to stdout unless told otherwise: a runner's output is dirty.
if Release.before?('3.0')
  Rails.logger.warn('Creating scope :open. Overwriting existing method Conversation.open.')
  Rails.logger.warn('Creating scope :latest. Overwriting existing method Mention.latest.')
elsif Release.at_least?('4.5')
  Rails.logger.warn("\n!!! RubyLLM's legacy acts_as API is deprecated and will be removed in RubyLLM 2.0.0. " \
                    "Please consult the migration guide at https://rubyllm.com/upgrading-to-1-7/\n")
  Rails.logger.info('[rake ip_lookup:setup] IP_LOOKUP_API_KEY empty. Skipping geoip database setup')
end
