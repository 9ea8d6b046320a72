"""The verbs of the warnings."""
