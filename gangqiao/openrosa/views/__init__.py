"""Requests of phone apps (`protocol`), and the desk of the people who answer for them (`desk`)."""
