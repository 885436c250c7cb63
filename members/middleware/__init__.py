"""What happens to every request on behalf of accounts."""
