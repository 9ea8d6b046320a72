"""Takes items of the city from an XLSForm: the part of it that every client of ours can ask; the rest is refused."""
