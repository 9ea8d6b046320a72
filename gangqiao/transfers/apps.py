from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TransfersConfig(AppConfig):
    """Point to point: one plan per enterprise, batches with a manifest, vehicles, gates, hand-over, costs."""

    name = "gangqiao.transfers"
    label = "transfers"
    verbose_name = _("Transfers")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs; the night.
        from gangqiao.transfers import verbs  # noqa: F401
        from gangqiao.transfers.phone.registering import register_all

        register_all()
        from gangqiao.transfers.jobs import deleting  # noqa: F401
