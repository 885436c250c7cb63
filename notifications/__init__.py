"""Who hears of what, by which way, and when. It reads the forum's events; the forum never asks."""
