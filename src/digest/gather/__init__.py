"""Asking the configured sources: what they say, what of it has to be read further, what could not be read."""
