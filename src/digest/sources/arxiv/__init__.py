"""arXiv: searches, announcements, papers as items, their teaser figures, and what changed since the last look."""
