"""What a phone carries of the survey, what it brings back, and what became of a village since it was there."""
