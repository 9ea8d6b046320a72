"""What public notices put on the list of work."""
