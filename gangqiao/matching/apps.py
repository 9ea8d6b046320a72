from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MatchingConfig(AppConfig):
    """Recommendations with reasons, referrals with consent, one fair allocation for the county."""

    name = "gangqiao.matching"
    label = "matching"
    verbose_name = _("Matching")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        # Each declares something by being imported: entries of the list of work, texts of notices, verbs; the nights
        # and what follows an event; lines for cards and phones, held seats; sections of the pages below.
        from gangqiao.matching import referrals_queue, texts, verbs  # noqa: F401
        from gangqiao.matching.actions.referrals_keeping import follow, lock_referrals
        from gangqiao.matching.jobs import allocations, pictures, recommendations, referrals, responses  # noqa: F401
        from gangqiao.matching.reads import recommendations_packs, referrals_seats  # noqa: F401
        from gangqiao.matching.views import recommendations_sections, referrals_sections  # noqa: F401
        from gangqiao.people.actions.carrying import Companion, register_companion

        register_companion("matching", Companion(lock=lock_referrals, carry=follow))
