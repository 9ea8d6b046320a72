"""What samples after payment put on the list of work."""
