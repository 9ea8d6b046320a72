"""Paying is locked after a restore."""
