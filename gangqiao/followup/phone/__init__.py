"""What a phone carries of the calls, and what it brings back."""
