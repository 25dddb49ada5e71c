# A cron line of five fields in UTC: *, numbers, lists, ranges and steps. All that schedule.yml uses.
class Sidekiq::Cron::Expression
  FIELDS = { minute: 0..59, hour: 0..23, day: 1..31, month: 1..12, wday: 0..6 }.freeze

  def initialize(line)
    @sets = FIELDS.values.zip(line.split).map { |range, text| parse(text, range) }
  end

  # The last minute at or before `time` that the line names, looked for in the past day and a half.
  def previous(time)
    minute = Time.at(time.to_i / 60 * 60).utc
    2160.times do
      return minute if match?(minute)

      minute -= 60
    end
    nil
  end

  def match?(time) = @sets.zip([time.min, time.hour, time.day, time.month, time.wday]).all? { |set, value| set.include?(value) }

  private

  def parse(text, range)
    text.split(',').flat_map do |part|
      span, step = part.split('/')
      values = span == '*' ? range.to_a : Range.new(*span.split('-').values_at(0, -1).map(&:to_i)).to_a
      values.each_slice((step || 1).to_i).map(&:first)
    end
  end
end
