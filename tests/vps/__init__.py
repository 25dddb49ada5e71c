"""The declared state of a host, proven from inside and from outside: what `chatwoot-deploy verify` runs.

Nothing expected is written down here: it comes from the settings, by the functions that apply renders with. Nothing is
changed but canaries, which are removed again: a contact with one conversation, a file in the storage volume.
"""
