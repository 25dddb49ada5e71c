"""Files on the host: rendered as pure data, compared and written as one tree."""
