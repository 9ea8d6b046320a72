"""The nights of training, and what follows from its events."""

from gangqiao.training.jobs import learners  # noqa: F401  registers by being imported
