"""Declare a self-hosted Chatwoot installation, apply it to a VPS, prove it, upgrade it."""
