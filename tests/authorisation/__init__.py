"""Who may ask what of every address: a table, and what the tests of it need."""
