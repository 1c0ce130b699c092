"""Batches on the page: the list, one batch, what is typed about it, and the log as files."""
