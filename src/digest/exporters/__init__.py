"""Outputs for machines: feeds, lists of feeds, sitemap, API, bibliography, structured data.

Every function here is pure: small frozen structs in, text out. Items are rendered on their own, so that the
caller can keep them by content hash and join them into as many documents as show them.
"""
