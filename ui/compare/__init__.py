"""Products on the page: side by side, as a list, and whole catalogues screened."""
