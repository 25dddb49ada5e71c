"""Mail servers that a declaration names: tried from the host before anything is touched; a test mail by the worker."""
