"""The verbs of imported workbooks."""
