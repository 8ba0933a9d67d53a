"""The configuration of a site: its schema, defaults and reader."""
