# Switches that make this application misbehave on purpose: STANDIN_FAULTS=name,name=value in the environment,
# or the same text in config/faults for an image that is always broken. The README lists them.
module Faults
  FILE = File.join(Release::ROOT, 'config/faults')

  class << self
    def on?(name) = all.key?(name.to_s)
    def value(name) = all[name.to_s]
    def seconds(name) = on?(name) ? value(name).to_f : 0

    private

    def all = @all ||= text.split(',').map(&:strip).reject(&:empty?).to_h { |item| item.split('=', 2).then { |name, value| [name, value || ''] } }
    def text = [ENV['STANDIN_FAULTS'], (File.read(FILE) if File.exist?(FILE))].compact.join(',').tr("\n", ',')
  end
end
