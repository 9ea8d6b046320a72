"""Pages of the register. They ask `reads`, call `actions`, and decide nothing themselves."""
