"""Many articles pasted into one page."""
