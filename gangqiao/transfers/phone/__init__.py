"""What the phone of an escort carries of the own trips, and what it brings back from the way."""
