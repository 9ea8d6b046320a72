from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Demand for courses, providers, classes, who learns in them, attendance and certificates."""

    name = "gangqiao.training"
    label = "training"
    verbose_name = _("Training")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs, texts of notices, the nights and what follows an event.
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.training import jobs, texts, verbs  # noqa: F401
        from gangqiao.training.actions.keeping import follow, lock_rows

        register_companion("training", Companion(lock=lock_rows, carry=follow))
