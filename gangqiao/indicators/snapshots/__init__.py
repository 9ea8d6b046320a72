"""Figures that stay: immutable snapshots, what is in them, and what lies between two of them."""
