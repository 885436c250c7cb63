"""What the owner sees of notifications, mails and editions."""
