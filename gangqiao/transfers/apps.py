from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransfersConfig(AppConfig):
    """Point to point: one plan per enterprise, batches with a manifest, vehicles, gates, hand-over, costs."""

    name = "gangqiao.transfers"
    label = "transfers"
    verbose_name = _("Transfers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs and entries of the list of work; the nights and what follows
        # an event; the export of whole numbers for the insurer; sections of the pages below.
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.transfers import gates_queue, transfers_queue, verbs  # noqa: F401
        from gangqiao.transfers.actions.batches_following import follow_people, lock_travellers
        from gangqiao.transfers.jobs import deleting, following  # noqa: F401
        from gangqiao.transfers.papers import insurance_in_full  # noqa: F401
        from gangqiao.transfers.phone.registering import register_all
        from gangqiao.transfers.views import sections  # noqa: F401

        register_all()
        register_companion("transfers", Companion(lock=lock_travellers, carry=follow_people))
