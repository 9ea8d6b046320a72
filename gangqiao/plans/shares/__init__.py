"""How the county's targets are shared out to its townships and months, by rules that keep sums and nesting."""
