"""All that the site holds, out and in again; one folder is one backup (decision 19)."""
