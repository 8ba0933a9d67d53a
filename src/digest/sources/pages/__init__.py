"""Articles on web pages: the text, its pictures and formulas, and what the page says about itself."""
