"""What lives inside Chatwoot, account by account: declared objects, live objects, and the way from one to the other."""
