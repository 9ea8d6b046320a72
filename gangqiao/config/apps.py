from django.apps import AppConfig


class ConfigConfig(AppConfig):
    """An app only so that its commands (`gangqiao demo`) are found."""

    name = "gangqiao.config"
    label = "config"
