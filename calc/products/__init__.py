"""Products by their labels: listings, comparing, screening."""
