"""Warnings as the pages show them: words, tones and addresses."""
