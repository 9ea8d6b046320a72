"""Work on imported workbooks that runs after the request."""
