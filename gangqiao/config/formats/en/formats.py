"""How days are written in English: as the pages write them (`web.templatetags.web.day`). Chinese keeps Django's own."""

DATE_FORMAT = "j F Y"
DATETIME_FORMAT = "j F Y H:i"
MONTH_DAY_FORMAT = "j F"
YEAR_MONTH_FORMAT = "F Y"
