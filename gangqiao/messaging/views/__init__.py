"""Pages of notices: the desk, paper, numbers that want none, a reader's own; and the gateway's address."""
