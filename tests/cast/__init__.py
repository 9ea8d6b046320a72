"""The cast of the tests, by what it is: star-imported by the conftests, so that every test finds it."""
