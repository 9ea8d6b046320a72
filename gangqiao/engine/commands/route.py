"""`gangqiao engine route`."""
