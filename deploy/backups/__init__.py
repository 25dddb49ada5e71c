"""Backups: taken, verified and restored by one script on the host, which timers and verbs call alike."""
