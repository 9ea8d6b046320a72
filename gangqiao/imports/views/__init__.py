"""Pages of imported workbooks. They ask `reads`, call `actions`, and decide nothing themselves."""
