"""The papers: each a function that puts the gathered numbers into blocks, in the language of the moment."""
