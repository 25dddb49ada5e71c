# One scheduled job, kept in Redis: member of the set `cron_jobs`, hash `cron_job:NAME`.
class Sidekiq::Cron::Job
  SET = 'cron_jobs'.freeze
  LATEST_SECONDS = 60 # an older tick is dropped

  class << self
    # Adds and overwrites, never removes: entries of earlier releases stay.
    def load_from_hash(schedule) = schedule.each { |name, item| new(name, item['class'], item['cron'], item['queue']).save }

    def all
      Sidekiq.redis do |redis|
        redis.call('SMEMBERS', SET).filter_map do |key|
          hash = redis.call('HGETALL', key)
          new(hash['name'], hash['klass'], hash['cron'], JSON.parse(hash['message'])['queue']) if hash['status'] == 'enabled'
        end
      end
    end
  end

  def initialize(name, klass, cron, queue)
    @name, @klass, @cron, @queue = name, klass, cron, queue
  end

  def save
    Sidekiq.redis do |redis|
      redis.call('SADD', SET, key)
      redis.call('HSET', key, *fields.to_a.flatten)
      # A first start must not perform the tick that passed before it.
      redis.call('ZADD', "#{key}:enqueued", Time.now.to_f.to_s, stamp(Time.now.utc)) unless redis.call('EXISTS', "#{key}:enqueued").positive?
    end
  end

  def enqueue_if_due(now)
    tick = Sidekiq::Cron::Expression.new(@cron).previous(now)
    return if tick.nil? || now - tick > LATEST_SECONDS || !claim(tick)

    enqueue(now)
    enqueue(now) if Faults.on?(:cron_double)
  end

  private

  def key = "cron_job:#{@name}"
  def stamp(time) = time.strftime('%Y-%m-%dT%H:%M:%SZ')

  # One sorted-set insert: of several pollers only one gets the tick.
  def claim(tick)
    Sidekiq.redis do |redis|
      last = redis.call('ZREVRANGE', "#{key}:enqueued", 0, 0, 'WITHSCORES').flatten.last.to_f
      last < tick.to_f && redis.call('ZADD', "#{key}:enqueued", tick.to_f.to_s, stamp(tick)).positive?
    end
  end

  def enqueue(now)
    job = @klass.constantize.set(queue: @queue).perform_later
    entry = JSON.generate(jid: job.provider_job_id, enqueued: now.utc.strftime('%Y-%m-%d %H:%M:%S +0000'))
    Sidekiq.redis do |redis|
      redis.call('LPUSH', "#{key}:jid_history", entry)
      redis.call('LTRIM', "#{key}:jid_history", 0, 9)
      redis.call('HSET', key, 'last_enqueue_time', now.utc.strftime('%Y-%m-%d %H:%M:%S +0000'))
    end
  end

  def fields
    message = JSON.generate('retry' => true, 'queue' => @queue, 'class' => @klass, 'args' => [])
    { name: @name, klass: @klass, cron: @cron, description: '', args: '[]', message: message, status: 'enabled', active_job: '0',
      queue_name_prefix: '', queue_name_delimiter: '', source: 'schedule' }.transform_keys(&:to_s)
  end
end
