"""What stands in `content/`: finding the files, reading them as drafts, their addresses, and small edits."""
