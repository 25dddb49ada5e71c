# The faults of the web process.
if defined?(Rails::Server) || defined?(Puma::Launcher)
  sleep Faults.seconds(:slow_boot)

  if Faults.on?(:web_never_healthy)
    body = '{"status":500,"error":"Internal Server Error"}'
    Rails.application.config.middleware.insert_before(0, Class.new do
      define_method(:initialize) { |_app| nil }
      define_method(:call) { |_env| [500, { 'content-type' => 'application/json; charset=UTF-8' }, [body]] }
    end)
  end
end
