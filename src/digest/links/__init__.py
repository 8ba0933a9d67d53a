"""Addresses in texts: where they end, what kind of thing they lead to, which work they stand for."""
