"""Assembling an issue: which entries it picks, what it says of itself, and the short file an editor keeps.

Pure decisions over the site and its drafts; the command reads and writes.
"""
