from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """The work plan as a file that the system executes."""

    name = "gangqiao.plans"
    label = "plans"
    verbose_name = _("Work plan")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.indicators.targets import targets_from
        from gangqiao.plans import share_sources, sources, verbs  # noqa: F401  declare the entries of the list of work, and the verbs
        from gangqiao.plans.reads import current_targets
        from gangqiao.plans.shares.in_force import current_shares

        # The figures lie below the plan and may not ask it; the plan tells them where its targets and their shares are.
        targets_from(current_targets, current_shares)
