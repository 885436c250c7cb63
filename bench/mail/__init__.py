"""Measures how news is told and mailed: `python -m bench.mail`, which `make bench` ends with."""
