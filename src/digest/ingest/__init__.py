"""From items to content files: identity, merging, what to write and what an editor owns."""
