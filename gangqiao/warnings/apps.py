from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WarningsConfig(AppConfig):
    """Where each target stands, where it is heading, and who was told to act."""

    name = "gangqiao.warnings"
    label = "warnings"
    verbose_name = _("Warnings")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.warnings import jobs, sources, verbs  # noqa: F401  declare the nights, the list of work, the verbs
