"""All content resolved and indexed: documents, terms and the questions the site asks of them."""
