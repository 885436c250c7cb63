"""How members’ affairs are put into words."""
