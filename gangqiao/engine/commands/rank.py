"""`gangqiao engine rank`."""
