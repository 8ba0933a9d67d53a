"""Lists that programs write: OPML, BibTeX, RIS, bookmarks."""
