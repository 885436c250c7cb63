"""Tests of what happens to every request."""
