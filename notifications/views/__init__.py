"""Pages about what one hears."""
