require 'sidekiq/fetch'

# The fault worker_deaf: the process lives and beats, and takes no job.
class DeafFetch < Sidekiq::BasicFetch
  def retrieve_work
    sleep(TIMEOUT)
    nil
  end
end
