"""Tests of accounts as people meet them: allauth’s pages with our forms, words and limits."""
