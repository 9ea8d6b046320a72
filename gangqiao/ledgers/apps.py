from django.apps import AppConfig


class LedgersConfig(AppConfig):
    name = "gangqiao.ledgers"
    label = "ledgers"
    default_auto_field = "django.db.models.BigAutoField"
