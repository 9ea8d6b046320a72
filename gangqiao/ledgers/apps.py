from django.apps import AppConfig


class LedgersConfig(AppConfig):
    """The ledgers: find, filter, page, choose columns; blank workbooks."""

    name = "gangqiao.ledgers"
    label = "ledgers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from gangqiao.ledgers import verbs  # noqa: F401  declares the verbs
