"""A language model as an optional extra: what it is asked, what of its answer is let through, and where that goes.

It is a text function: no tools, no memory from article to article. The promise rests on what is done to its answers,
not on what it is told.
"""
