"""A daily report of papers on arXiv."""
