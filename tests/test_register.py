"""The requirement register: complete, read from the source, and strict about numbers."""

import os
import subprocess
import sys

import pytest

from tools import register
from tools.register import REQUIREMENTS, ROOT

MARKED = """
import pytest

pytestmark = pytest.mark.requirement("R001")

@pytest.mark.requirement("R002", "D01")
def test_two(): ...

@pytest.mark.requirement("R003")
class TestClass:
    @pytest.mark.requirement("R004")
    def test_inside(self): ...

def helper(): ...
"""


def test_every_line_of_the_plan_is_there():
    wanted = [f"R{n:03}" for n in range(1, 128)] + [f"D{n:02}" for n in range(1, 19)]
    assert list(REQUIREMENTS) == wanted
    assert all(requirement.words for requirement in REQUIREMENTS.values())


def test_words_and_phrase_are_the_plans():
    target = REQUIREMENTS["R014"]
    assert target.words == "Year: transferred rural workers ≥ 200,000 persons"
    assert target.phrase == "全年实现农村劳动力转移就业20万人以上"
    assert target.section == "Targets (L5)"


def test_marks_of_file_class_and_function_are_read(tmp_path, monkeypatch):
    (tmp_path / "tests").mkdir()
    (tmp_path / "tests/test_marked.py").write_text(MARKED)
    monkeypatch.setattr(register, "ROOT", tmp_path)
    found = [(showing.number, showing.name) for showing in register.find_showings()]
    assert found == [
        ("R001", "test_two"),
        ("R002", "test_two"),
        ("D01", "test_two"),
        ("R001", "test_inside"),
        ("R003", "test_inside"),
        ("R004", "test_inside"),
    ]


@pytest.mark.parametrize(("number", "code"), [("R025", 0), ("R999", 4)])
def test_an_unknown_number_stops_the_run(tmp_path, number, code):
    """In a run of its own, with the repository's conftest."""
    (tmp_path / "test_it.py").write_text(
        f"import pytest\n@pytest.mark.requirement('{number}')\ndef test_it(): assert True\n"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "-p", "no:django", "-c"]
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = requirement(number)\n")
    done = subprocess.run(
        [*command, str(tmp_path / "pytest.ini"), "-p", "tests.rig_for_register", str(tmp_path / "test_it.py")],
        cwd=ROOT,
        # On the second engine a test that asks no database would be left out.
        env={name: value for name, value in os.environ.items() if not name.startswith("GANGQIAO_")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert code == 0 or "there is no requirement R999" in done.stdout + done.stderr
