class WorkingHour < ApplicationRecord
  belongs_to :inbox
  FIELDS = %i[day_of_week closed_all_day open_hour open_minutes close_hour close_minutes open_all_day].freeze

  validate :make_sense
  before_validation { assign_attributes(open_hour: 0, open_minutes: 0, close_hour: 23, close_minutes: 59) if open_all_day }

  def self.defaults
    (0..6).map do |day|
      next { day_of_week: day, closed_all_day: true } if [0, 6].include?(day)

      { day_of_week: day, open_hour: 9, open_minutes: 0, close_hour: 17, close_minutes: 0 }
    end
  end

  private

  def make_sense
    return errors.add(:base, 'open_all_day and closed_all_day cannot be true at the same time') if open_all_day && closed_all_day
    return if closed_all_day

    hours = [open_hour, open_minutes, close_hour, close_minutes]
    return errors.add(:base, 'hours are incomplete') if hours.any?(&:nil?)

    errors.add(:open_hour, 'is not included in the list') unless open_hour.between?(0, 23) && close_hour.between?(0, 23)
    errors.add(:close_hour, 'Closing time cannot be before opening time') if (close_hour * 60) + close_minutes <= (open_hour * 60) + open_minutes
  end
end
