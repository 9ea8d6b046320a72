"""Pages of exports: ask, see, decide, fetch, print."""
