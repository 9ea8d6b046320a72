"""Pages of data quality: the list of doubts, one doubt with its answers, and the health of each unit's data."""
