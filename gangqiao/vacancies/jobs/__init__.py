"""Work after events and at night; one module for each part."""
