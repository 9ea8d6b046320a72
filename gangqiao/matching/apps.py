from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Recommendations with reasons, referrals with consent, one fair allocation for the county."""

    name = "gangqiao.matching"
    label = "matching"
    verbose_name = _("Matching")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported.
        from gangqiao.matching import verbs  # noqa: F401
