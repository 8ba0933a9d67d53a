"""Asking the network for bytes, politely and safely."""
