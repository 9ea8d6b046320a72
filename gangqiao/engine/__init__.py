"""Columns in, columns out: what the figures, and later matching and routing, compute. No Django here."""
