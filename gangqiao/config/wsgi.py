"""The WSGI entry point, served by granian."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gangqiao.config.settings")
application = get_wsgi_application()

# Workbooks are written through temporary files: never where others can read them.
from gangqiao.kernel.scratch import use_own_folder

use_own_folder()

# After the apps are loaded: a wrong key must stop the start, before anybody reads or writes (control 44).
from gangqiao.audit.keycheck import check_keys

check_keys()

# The first reader should not wait for the columns of the whole county.
from gangqiao.indicators.store import warm_up

warm_up()

# Nor for the course of the year behind the forecasts.
from gangqiao.warnings.reads.standings import warm_up as warm_up_forecasts

warm_up_forecasts()

# Nor for the index of the vacancies.
from gangqiao.vacancies.search import warm_up as warm_up_search

warm_up_search()
