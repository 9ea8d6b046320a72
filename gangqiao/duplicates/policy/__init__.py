"""What speaks for one person and what against, in numbers."""
