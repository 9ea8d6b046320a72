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
        from gangqiao.matching import referrals_queue, texts, verbs  # noqa: F401
        from gangqiao.matching.actions.referrals_keeping import follow, lock_referrals
        from gangqiao.matching.jobs import (  # noqa: F401
            allocations,
            pictures,
            recommendations,  # its night and its followers
            referrals,
            responses,
        )
        from gangqiao.matching.reads import (
            recommendations_packs,  # noqa: F401  # chooses for cards and phones
            referrals_seats,  # noqa: F401
        )
        from gangqiao.matching.views import (
            recommendations_sections,  # noqa: F401
            referrals_sections,  # noqa: F401
        )
        from gangqiao.people.actions.carrying import Companion, register_companion

        register_companion("matching", Companion(lock=lock_referrals, carry=follow))
