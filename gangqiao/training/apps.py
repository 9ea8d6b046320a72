from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TrainingConfig(AppConfig):
    """Demand for courses, providers, classes, who learns in them, attendance and certificates."""

    name = "gangqiao.training"
    label = "training"
    verbose_name = _("Training")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: verbs, texts of notices, entries of the list of work,
        # the nights and what follows an event, sections of the pages below.
        from gangqiao.people.actions.carrying import Companion, register_companion
        from gangqiao.training import classes_queue, jobs, sources, texts, verbs  # noqa: F401
        from gangqiao.training.actions.keeping import follow, lock_rows
        from gangqiao.training.phone import registering
        from gangqiao.training.views import sections  # noqa: F401

        registering.register_all()
        register_companion("training", Companion(lock=lock_rows, carry=follow))
