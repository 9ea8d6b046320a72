"""The papers of a batch: what is signed at the bus, sent ahead to the receiving side, and given to who travels."""
