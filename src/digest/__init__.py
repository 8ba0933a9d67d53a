"""digest: a curated research digest, from Markdown files to a weekly site."""

__version__ = "0.1.0"
