from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SubsidiesConfig(AppConfig):
    """Dated rules of subsidies, who is entitled and why; claims, checks, publicity, payment and recovery."""

    name = "gangqiao.subsidies"
    label = "subsidies"
    verbose_name = _("Subsidies")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs, night work, what follows from events, the list of work,
        # sections of the pages below.
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.subsidies import (  # noqa: F401
            claims_queue,
            findings_queue,
            notices_queue,
            payments_queue,
            samples_queue,
            verbs,
        )
        from gangqiao.subsidies.actions import telling  # noqa: F401
        from gangqiao.subsidies.actions.keeping import follow, lock_rows
        from gangqiao.subsidies.jobs import checking, evidence, feeding, locking, notices  # noqa: F401
        from gangqiao.subsidies.phone import registering
        from gangqiao.subsidies.views import entitled, sections_claims  # noqa: F401

        registering.register_all()
        register_companion("subsidies", Companion(lock=lock_rows, carry=follow))
