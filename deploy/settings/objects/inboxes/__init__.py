"""Inboxes as declared, one file a channel."""
