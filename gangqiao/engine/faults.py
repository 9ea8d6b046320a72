"""What is wrong with a file that the engine was given, in one sentence."""


class WrongFile(Exception):
    """A file that cannot be used. The text says which, what is wrong and how to mend it."""
