"""Reads and writes YAML, TOML and JSON strictly: every value with its place, every fault with a hint."""
