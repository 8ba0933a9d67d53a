"""A list of articles and works by sub-topic, with label lines."""
