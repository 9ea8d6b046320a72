"""What is refused, in a sentence each; one module for each part of the app."""
