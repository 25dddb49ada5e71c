"""One file for each type of object: its words, its key, its requests, and what differs between releases."""
