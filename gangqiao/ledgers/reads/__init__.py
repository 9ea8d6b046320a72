"""Questions to the ledgers."""
