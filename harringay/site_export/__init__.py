"""All that every visitor may read, as pages and JSON that need no site (docs/OPERATIONS.md)."""
