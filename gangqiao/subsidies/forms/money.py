"""What is typed about money: batches, the bank's files, budgets, accounts of units, recoveries."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from gangqiao.kernel import clock
from gangqiao.kernel.money import WrongAmount, parse_yuan
from gangqiao.people.forms.base import ActForm
from gangqiao.subsidies.policy.claims import NUMBERS
from gangqiao.training.codes import LISTS as FUND_LINES

MEGABYTES = 10  # of a file of the bank; a year's answers of a county are far smaller


class YuanField(forms.CharField):
    """An amount typed in yuan; cleaned it is fen. Refuses nothing, less than nothing, and what is no amount."""

    def __init__(self, **more: Any) -> None:
        super().__init__(max_length=20, widget=forms.TextInput(attrs={"inputmode": "decimal"}), **more)

    def clean(self, value: Any) -> Any:
        """Whole fen above zero; null where an amount that may be left out is empty."""
        text = super().clean(value)
        if not text:
            return None
        try:
            fen = parse_yuan(text)
        except WrongAmount as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        if fen <= 0:
            raise forms.ValidationError(_now("The amount is zero. Type what it is about."))
        return fen


class BankFileForm(ActForm):
    """A file the bank gave: the answers to a batch, or a statement."""

    file = forms.FileField(
        label=_("File of the bank"), help_text=_("The same file counts once: bringing it in again changes nothing.")
    )

    def clean_file(self) -> Any:
        """Refuses what is larger than any such file."""
        file = self.cleaned_data["file"]
        if file.size > MEGABYTES * 2**20:
            words = _now("The file is larger than %(n)d MB. Is it the bank's answer?") % {"n": MEGABYTES}
            raise forms.ValidationError(words)
        return file


class StatementForm(BankFileForm):
    """What the bank executed since a day, in one of its layouts; it lifts the lock after a restore."""

    layout = forms.ChoiceField(label=_("Layout of the file"))

    def __init__(self, data: Any = None, files: Any = None, *, layouts: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, files, **more)
        self.fields["layout"].choices = list(layouts)


class DraftForm(ActForm):
    """Which waiting claims go into a batch: of one fund line, all of them or those of a programme or area."""

    fund_line = forms.ChoiceField(label=_("Fund line"))
    year = forms.ChoiceField(label=_("Year"), help_text=_("Paid from the budget of the year it was decided for."))
    programme = forms.ChoiceField(label=pgettext_lazy("subsidy", "Rule"), required=False)
    area = forms.ChoiceField(label=_("Place"), required=False)

    def __init__(
        self, data: Any = None, *, lines: Iterable[str], years: Iterable[int],
        programmes: Iterable[tuple[str, str]], areas: Iterable[tuple[str, str]], **more: Any,
    ) -> None:  # fmt: skip
        super().__init__(data, **more)
        words = FUND_LINES["fund_line"]
        self.fields["fund_line"].choices = [(key, words.word(key) if key in words else key) for key in lines]
        self.fields["year"].choices = [(str(year), str(year)) for year in years]
        self.fields["programme"].choices = [("", _now("all rules")), *programmes]
        self.fields["area"].choices = [("", _now("the whole county")), *areas]


class BudgetForm(ActForm):
    """Money granted to a fund line, or taken from it again, by a document."""

    other_names = {"fen": "amount"}

    fund_line = forms.ChoiceField(label=_("Fund line"), choices=FUND_LINES["fund_line"].choices())
    year = forms.IntegerField(label=_("Year"), min_value=2000, max_value=2100)
    amount = YuanField(label=_("Amount (yuan)"))
    is_cut = forms.BooleanField(
        label=_("It is a cut: so much is taken from the fund line again"), required=False
    )  # fmt: skip
    document = forms.CharField(label=_("Document number"), max_length=100)
    alarm_percent = forms.IntegerField(
        label=_("Warn from so many percent"), min_value=1, max_value=100, initial=80,
        help_text=_("When so much of the money is bound or paid, headquarters sees it on its list of work."),
    )  # fmt: skip

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["year"].initial = clock.today().year


class AccountForm(ActForm):
    """The account of an employer or a provider, typed twice."""

    subject = forms.ChoiceField(label=_("Employer or provider"))
    name = forms.CharField(
        label=_("Name of the account"), max_length=100, help_text=_("As the bank writes it, letter by letter.")
    )
    account = forms.CharField(
        label=_("Account number"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    again = forms.CharField(
        label=_("Account number once more"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, subjects: Iterable[tuple[str, str]], **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["subject"].choices = [("", ""), *subjects]
        self.say_what_is_missing()

    def clean_again(self) -> str:
        """Refuses a slip of the hand."""
        again = "".join(self.cleaned_data["again"].split())
        if again != "".join(self.cleaned_data.get("account", "").split()):
            raise forms.ValidationError(_now("The two numbers differ. Type the account once more."))
        return again


class RecoverForm(ActForm):
    """How much comes back, in how many parts, and why. most: fen that were paid and may come back."""

    other_names = {"fen": "amount"}

    amount = YuanField(label=_("Amount to come back (yuan)"))
    instalments = forms.IntegerField(
        label=_("Monthly instalments"), min_value=1, initial=1,
        help_text=_("The first is due in a month. Agree with the person what they can bear."),
    )  # fmt: skip
    reason = forms.CharField(
        label=pgettext_lazy("recovery", "Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3})
    )
    document = forms.CharField(
        label=_("Number of the decision"), max_length=100,
        help_text=_("The paper in which the person was told to give it back, and how to appeal."),
    )  # fmt: skip

    def __init__(self, data: Any = None, *, most: int, **more: Any) -> None:
        super().__init__(data, **more)
        self.most = most

    def clean_amount(self) -> int:
        """Refuses more than was paid."""
        fen: int = self.cleaned_data["amount"]
        if fen > self.most:
            raise forms.ValidationError(_now("No more can come back than was paid."))
        return fen

    def clean_instalments(self) -> int:
        """Refuses more parts than the county allows."""
        many: int = self.cleaned_data["instalments"]
        most = int(NUMBERS.on(clock.today()).instalments_most)
        if many > most:
            raise forms.ValidationError(_now("At most %(n)d instalments.") % {"n": most})
        return many


class ReceiptForm(ActForm):
    """An instalment that came: the day, and the mark of the bank or the till on the receipt."""

    on = forms.DateField(label=_("Day it came"), widget=forms.DateInput(attrs={"type": "date"}))
    ref = forms.CharField(
        label=_("Number of the receipt"), max_length=60, help_text=_("A receipt counts once, so nothing comes twice.")
    )

    def __init__(self, data: Any = None, **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["on"].initial = clock.today()

    def clean_on(self) -> Any:
        """Refuses a day that has not come."""
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_now("That day has not come yet."))
        return day
