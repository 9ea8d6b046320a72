"""Papers as the pages show them."""
