"""What a feed reader gets: one vocabulary of items, written in three formats."""
