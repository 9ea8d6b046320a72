"""Whole columns of the county out of the database, in a fraction of the time of Django's cursor."""
