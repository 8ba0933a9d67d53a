"""Syndication feeds: RSS, Atom and JSON Feed, from bytes to articles."""
