# Production is the only environment; everything is in application.rb.
