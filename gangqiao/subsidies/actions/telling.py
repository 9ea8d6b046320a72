"""Tells people what was decided about their claims."""
