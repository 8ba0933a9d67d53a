"""A topic post of a Jekyll site with dated headings."""
