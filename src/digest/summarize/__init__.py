"""Summaries without a language model: sentences chosen from a text as they stand, and templates of our own.

Pure functions over plain text and counts; nothing here reads a file, a clock or the network.
"""
