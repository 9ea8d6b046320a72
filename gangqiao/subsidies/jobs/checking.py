"""The checks before payment, every night."""
