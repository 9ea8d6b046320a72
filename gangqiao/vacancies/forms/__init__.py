"""The forms of the app; one module for each part."""
