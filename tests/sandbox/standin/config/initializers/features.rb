require Rails.root.join('lib/standin/features')
