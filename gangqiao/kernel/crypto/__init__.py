"""Encryption of fields, blind indexes, and the keys for both. Import from its modules."""
