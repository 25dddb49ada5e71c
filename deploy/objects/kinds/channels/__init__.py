"""One file for each channel of an inbox: its words, its key, its part of a request."""
