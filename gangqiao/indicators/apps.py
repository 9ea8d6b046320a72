from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class IndicatorsConfig(AppConfig):
    """The figures: what is counted, for whom, and the people behind each number."""

    name = "gangqiao.indicators"
    label = "indicators"
    verbose_name = _("Figures")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.indicators import jobs, verbs  # noqa: F401  they register themselves
