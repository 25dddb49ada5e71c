require Rails.root.join('lib/redis/config')
require Rails.root.join('lib/redis/alfred')
