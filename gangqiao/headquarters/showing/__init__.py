"""What the pages of the headquarters show, in the reader's language."""
