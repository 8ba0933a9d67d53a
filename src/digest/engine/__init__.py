"""The build: what to read again, what to render again, and the order in which it happens."""
