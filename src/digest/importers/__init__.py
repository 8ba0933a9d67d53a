"""Readers of documents people already have: each turns one form into items, a page and closed books."""
