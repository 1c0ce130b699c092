"""Benchmarks against peers, outside the test run: `make bench`."""
