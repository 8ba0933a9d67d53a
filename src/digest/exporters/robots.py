"""robots.txt (RFC 9309): everything may be read, and where the sitemap is.

Pages that must not be found say so themselves (`noindex`): a crawler that may not read a page cannot see it.
Crawlers look for the file at the root of a host only; on a site below a path it does no harm.
"""

from __future__ import annotations

from digest.exporters.addresses import encoded


def robots(sitemap_url: str = "") -> str:
    """The text of robots.txt; `sitemap_url` is absolute, "" where the site has no sitemap."""
    # An empty Disallow forbids nothing and is older than Allow, so that every crawler knows it.
    rules = "User-agent: *\nDisallow:\n"
    return f"{rules}\nSitemap: {encoded(sitemap_url)}\n" if sitemap_url else rules
