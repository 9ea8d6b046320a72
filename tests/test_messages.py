"""The keeper of messages: it finds what a page says, and every fault of its Chinese."""

import pytest

from tools import messages

HTML = """{% load i18n %}<p title="it's {% translate "A word" %}">{% translate 'Ask "twice" (now)' %}</p>
{% blocktranslate count n=number trimmed %}
  one {{ n }} person's file
{% plural %}
  {{ n }} files
{% endblocktranslate %}{% translate "May" context "month" %}<c-card title="{{ _("Hidden") }}" />"""

PYTHON = '''"""Not this one."""
from django.utils.translation import gettext_lazy as _, ngettext, pgettext
A = _("In Python")
B = ngettext("%(n)d day", "%(n)d days", 2)
C = pgettext("verb", "Look")
'''


@pytest.fixture
def app(tmp_path, monkeypatch):
    """An app `shop` with one template and one module, and no messages yet."""
    monkeypatch.setattr(messages, "PACKAGE", tmp_path)
    (tmp_path / "shop/templates/shop").mkdir(parents=True)
    (tmp_path / "shop/__init__.py").write_text("")
    (tmp_path / "shop/templates/shop/page.html").write_text(HTML)
    (tmp_path / "shop/words.py").write_text(PYTHON)
    return "shop"


def test_every_way_to_say_something_is_found(app):
    found = {(message.id, message.context) for message in messages.messages(messages.collect(app))}
    assert found == {
        ("A word", None),
        ('Ask "twice" (now)', None),
        (("one %(n)s person's file", "%(n)s files"), None),
        ("May", "month"),
        ("Hidden", None),
        ("In Python", None),
        (("%(n)d day", "%(n)d days"), None),
        ("Look", "verb"),
    }


def test_new_messages_are_missing_until_they_are_written(app):
    assert len(list(messages.faults(app))) == 8
    messages.update(app)
    assert all(fault.startswith("no Chinese") for fault in messages.faults(app))
    translate(app, lambda text: text)
    assert list(messages.faults(app)) == []
    assert messages.check([app]) == 0


def test_a_word_that_two_apps_write_differently_is_a_fault_of_both(app, tmp_path):
    (tmp_path / "barn").mkdir()
    (tmp_path / "barn/__init__.py").write_text("")
    (tmp_path / "barn/words.py").write_text('from django.utils.translation import gettext as _\nA = _("In Python")\n')
    for name, chinese in ((app, "甲"), ("barn", "乙")):
        messages.update(name)
        translate(name, lambda text, chinese=chinese: chinese)
    assert {name: len(sentences) for name, sentences in messages.fights().items()} == {app: 1, "barn": 1}
    translate("barn", lambda text: "甲")
    assert messages.fights() == {}


def test_an_update_keeps_what_was_written_and_drops_what_is_unused(app, tmp_path):
    messages.update(app)
    translate(app, lambda text: f"译{text}")
    (tmp_path / "shop/words.py").write_text(PYTHON.replace("In Python", "In another Python"))
    messages.update(app)
    catalog = {messages.key(m): m for m in messages.messages(messages.read(app))}
    assert catalog["A word", None].string == "译A word"
    assert catalog["In another Python", None].string == ""
    assert ("In Python", None) not in catalog


def test_a_second_update_changes_nothing(app):
    messages.update(app)
    before = messages.po_path(app).read_text()
    messages.update(app)
    assert messages.po_path(app).read_text() == before


def test_a_lost_placeholder_is_a_fault(app):
    messages.update(app)
    translate(app, lambda text: text.replace("%(n)d", ""))
    assert [fault for fault in messages.faults(app) if "placeholders differ" in fault and "%(n)d day" in fault]


def test_a_guess_and_a_leftover_are_faults(app):
    messages.update(app)
    translate(app, lambda text: text)
    path = messages.po_path(app)
    path.write_text(
        path.read_text().replace('msgid "A word"', '#, fuzzy\nmsgid "A word"') + '\nmsgid "Old"\nmsgstr "旧"\n'
    )
    faults = "\n".join(messages.faults(app))
    assert "marked as a guess: 'A word'" in faults
    assert "no longer used: 'Old'" in faults
    assert messages.check([app]) == 1


@pytest.mark.parametrize(
    ("half", "full"),
    [
        ("新哨镇,共3人", "新哨镇，共3人"),
        ("共%(n)s人(不含)", "共%(n)s人（不含）"),
        ("期限:%(day)s", "期限：%(day)s"),
        ("%(name)s:已确认", "%(name)s：已确认"),
        ("代码(ISO 3166", "代码（ISO 3166）"),
        ("确认?", "确认？"),
    ],
)
def test_half_width_punctuation_in_a_chinese_sentence_is_a_fault(app, half, full):
    messages.update(app)
    placeholder = {m.id: m for m in messages.messages(messages.read(app)) if isinstance(m.id, str)}["A word"]
    placeholder.string = half
    assert messages.half_width(placeholder)
    placeholder.string = full
    assert not messages.half_width(placeholder)


@pytest.mark.parametrize(
    "text", ["1,000人", "10:42 发送", "请写“plan:”", "网址 https://a.cn/?b", "0873-%(n)s。", "A, B"]
)
def test_what_is_not_prose_keeps_its_own_punctuation(app, text):
    messages.update(app)
    message = messages.messages(messages.read(app))[0]
    message.string = text
    assert not messages.half_width(message)


def test_compiled_messages_are_what_gettext_reads(app):
    import gettext

    messages.update(app)
    translate(app, lambda text: f"译{text}")
    messages.compile_file(messages.po_path(app))
    with messages.po_path(app).with_suffix(".mo").open("rb") as compiled:
        assert gettext.GNUTranslations(compiled).gettext("In Python") == "译In Python"


def translate(app, write):
    """Write every missing translation as `write` of the English, plurals with the plural's."""
    from babel.messages.pofile import write_po

    catalog = messages.read(app)
    for message in messages.messages(catalog):
        plural = isinstance(message.id, tuple | list)
        message.string = (write(message.id[-1]),) if plural else write(message.id)
    with messages.po_path(app).open("wb") as target:
        write_po(target, catalog)
