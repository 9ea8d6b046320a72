"""What a phone carries of the monthly release, and what it brings back from the doors."""
