"""`gangqiao engine assign`."""
