from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    """Dated rules of subsidies, who is entitled and why; claims, checks, publicity, payment and recovery."""

    name = "gangqiao.subsidies"
    label = "subsidies"
    verbose_name = _("Subsidies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs; the section of the person's page.
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.subsidies import verbs  # noqa: F401
        from gangqiao.subsidies.actions.keeping import follow, lock_rows
        from gangqiao.subsidies.views import entitled  # noqa: F401

        register_companion("subsidies", Companion(lock=lock_rows, carry=follow))
