"""Django's two database backends with our three additions: the scope clause, the write gate, row-level security."""
