"""The verbs of the headquarters."""
