"""Claims on the file of a person."""
