"""Whole Hugo and Jekyll sites, and their posts."""
