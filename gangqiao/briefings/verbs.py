"""The verbs of briefings."""
