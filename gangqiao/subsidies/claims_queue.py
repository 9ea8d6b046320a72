"""What claims put on the list of work."""
