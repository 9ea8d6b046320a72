"""What subsidies put on the officer's phone."""


def register_all() -> None:
    """Nothing yet."""
