module Channel
  TYPES = { 'api' => 'Channel::Api', 'web_widget' => 'Channel::WebWidget' }.freeze
end
