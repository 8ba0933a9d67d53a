"""Files of the finished site: their paths, how they reach the disk, and what guards them."""
