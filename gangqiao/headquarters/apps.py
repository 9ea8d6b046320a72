from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HeadquartersConfig(AppConfig):
    """The headquarters: members, meetings, decisions, issues, liaison officers, institutions, and its screens."""

    name = "gangqiao.headquarters"
    label = "headquarters"
    verbose_name = _("Headquarters")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.headquarters import sources, verbs  # noqa: F401  declare the entries of the list of work, and verbs
