"""How rows and numbers are said on pages; one module for each part."""
