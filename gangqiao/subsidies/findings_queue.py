"""What the checks before payment put on the list of work."""
