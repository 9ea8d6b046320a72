from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OpenrosaConfig(AppConfig):
    """The second door: ODK Collect and other OpenRosa clients, with lists of entities."""

    name = "gangqiao.openrosa"
    label = "openrosa"
    verbose_name = _("Other phone apps")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.openrosa import door, jobs, sources, verbs  # noqa: F401  declare followers, entries and verbs

        door.open_it()
