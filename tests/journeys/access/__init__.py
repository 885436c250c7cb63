"""Whether everybody can use the pages: what tools and a keyboard can say of it."""
