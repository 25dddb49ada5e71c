# The classes that schedule.yml names. They do nothing but leave their mark (ApplicationJob).
Rails.application.config.to_prepare do
  YAML.load_file(Rails.root.join('config/schedule.yml')).each_value do |item|
    *spaces, name = item['class'].split('::')
    space = spaces.inject(Object) { |outer, inner| outer.const_defined?(inner, false) ? outer.const_get(inner) : outer.const_set(inner, Module.new) }
    next if space.const_defined?(name, false)

    job = space.const_set(name, Class.new(ApplicationJob))
    job.queue_as(item['queue'].to_sym)
    job.define_method(:perform) { nil }
  end
end
