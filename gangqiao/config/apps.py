from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """The app of the installation: its commands (`gangqiao demo`) and its work of the night."""

    name = "gangqiao.config"
    label = "config"

    def ready(self) -> None:
        """Let the night's work be found."""
        import gangqiao.config.sweeping  # noqa: F401
