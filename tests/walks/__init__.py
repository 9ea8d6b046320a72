"""The product as its users meet it: the demonstration's own server, a real browser, and no look behind the pages."""
