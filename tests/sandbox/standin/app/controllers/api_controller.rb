# GET /api: always 200; since 2.14 it says how Redis and PostgreSQL are.
class ApiController < ApplicationController
  def index
    version = Faults.on?(:wrong_version) ? '0.0.0' : Release.version
    json = { version: version, timestamp: Time.now.utc.strftime('%Y-%m-%d %H:%M:%S') }
    json.merge!(queue_services: queue, data_services: data) if Release.at_least?('2.14')
    render json: json
  end

  private

  def queue
    ::Redis::Alfred.exists?('ping')
    'ok'
  rescue Redis::BaseError
    'failing'
  end

  # Never connects by itself: false alarm on a thread that did no SQL yet, as in the real application.
  def data
    return 'failing' if Faults.on?(:data_services_failing)

    ActiveRecord::Base.connection.active? ? 'ok' : 'failing'
  rescue ActiveRecord::ActiveRecordError
    'failing'
  end
end
