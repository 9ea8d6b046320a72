"""Sheets, classes and journeys make claims by themselves."""
