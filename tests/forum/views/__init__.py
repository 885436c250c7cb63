"""Tests of the forum's pages."""
