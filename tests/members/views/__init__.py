"""Tests of members’ pages."""
