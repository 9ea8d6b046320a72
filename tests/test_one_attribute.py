"""Adding an attribute is a change in one place (docs/how-to/add-an-attribute.md): done here to a copy."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
DECLARATION = """
    YesNoUnknown(
        key="has_smartphone",
        label=_("Has a smartphone"),
        heading="是否有智能手机",
        source="test",
        filterable=True,
        in_ledger=True,
    ),
"""
# Runs in the copy, as the product would: each outlet is asked whether it knows the attribute.
PROBE = """
import json
import django
django.setup()
from django.core.management import call_command
from django.db import connection
call_command("migrate", verbosity=0)
from gangqiao.api.urls import api
from gangqiao.ledgers import workbook
from gangqiao.ledgers.reads import columns, declared
from gangqiao.people.forms.registering import PersonForm
from gangqiao.people.sets import SETS
from tools import reference

with connection.cursor() as cursor:
    table = {c.name for c in connection.introspection.get_table_description(cursor, "people_person")}
paths = api.get_openapi_schema(path_prefix="/api/")["paths"]
body = paths["/api/people/{uuid}/correct"]["post"]["requestBody"]["content"]["application/json"]["schema"]
key, heading = "has_smartphone", "是否有智能手机"
print(json.dumps({
    "column": key in table,
    "form": key in PersonForm().fields,
    "ledger column": key in {c.key for c in columns.of_person()},
    "ledger filter": key in {f.key for f in declared.of_person()},
    "API schema": key in body["properties"],
    "Excel template": heading in workbook.headings_of("person"),
    "survey definition": key in {q["key"] for q in SETS["person"].questions()},
    "dictionary": key in reference.attributes(),
}))
"""


@pytest.mark.requirement("R039")
@pytest.mark.requirement("D10")
@pytest.mark.once  # the copy has a database of its own, on SQLite
def test_an_attribute_added_in_one_place_is_found_in_every_outlet(tmp_path: Path) -> None:
    copy = tmp_path / "product"
    for name in ("gangqiao", "tools", "docs"):
        shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__", "node_modules"))
    declared = copy / "gangqiao/people/attributes.py"
    source = declared.read_text(encoding="utf-8")
    last = '    Attachment(key="photo"'
    assert source.count(last) == 1
    declared.write_text(source.replace(last, DECLARATION.strip("\n") + "\n" + last), encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "gangqiao.config.settings",
        "GANGQIAO_HOME": str(home),
        "GANGQIAO_DATABASE_URL": f"sqlite:///{home / 'county.sqlite3'}",
        "PYTHONPATH": str(copy),
    }
    run = lambda *args: subprocess.run(  # noqa: E731
        [sys.executable, *args], cwd=copy, env=environment, capture_output=True, text=True, timeout=300
    )
    made = run("-m", "django", "makemigrations", "people")
    assert made.returncode == 0, made.stderr
    assert "has_smartphone" in made.stdout
    probed = run("-c", PROBE)
    assert probed.returncode == 0, probed.stderr
    found = json.loads(probed.stdout.splitlines()[-1])
    assert found == dict.fromkeys(found, True)
