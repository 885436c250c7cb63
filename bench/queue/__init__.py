"""Measures the moderators' queue: `python -m bench.queue`, which is part of `make bench`."""
