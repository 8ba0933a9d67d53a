"""Which pages a site has, when each is stale, and what its template sees."""
