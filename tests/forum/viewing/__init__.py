"""Tests of how views are counted."""
