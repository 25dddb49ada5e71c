# Opens /super_admin and /monitoring/sidekiq; gives no access to any account.
class SuperAdmin < User
end
