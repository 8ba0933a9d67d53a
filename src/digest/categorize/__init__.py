"""Which topics a work belongs to, and why: terms, features and a linear model; content files are read elsewhere."""
