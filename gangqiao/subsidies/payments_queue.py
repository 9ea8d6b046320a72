"""What payment, budgets and recoveries put on the list of work."""
