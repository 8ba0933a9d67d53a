"""From views to pages: templates, themes, words of the interface, Markdown."""
