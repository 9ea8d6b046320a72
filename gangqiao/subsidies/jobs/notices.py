"""Public notices end by themselves."""
