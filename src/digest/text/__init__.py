"""Pure text: slugs, weeks, dates, CJK, excerpts, names. Nothing here reads a file or a clock."""
