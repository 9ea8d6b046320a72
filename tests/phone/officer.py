"""What the thumb of a village officer does, on the pages as they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

PIN = "280571"
# One answer for each required question that has none: the button that stands there.
ANSWER_WHAT_IS_MISSING = """() => {
  for (const field of document.querySelectorAll("fieldset.field")) {
    const choices = [...field.querySelectorAll("input")];
    if (field.querySelector(".must") && choices.length && !choices.some(one => one.checked)) {
      choices[Math.min(1, choices.length - 1)].click();
    }
  }
}"""


class Officer:
    """One phone and its officer. `pictures`: where a look at each page is kept."""

    def __init__(self, page: Any, url: str, pictures: Path) -> None:
        self.page, self.url, self.pictures = page, url, pictures
        self.many = 0

    def look(self, name: str) -> None:
        """Keep a picture, and fail when the page is wider than the phone."""
        self.many += 1
        self.page.screenshot(path=self.pictures / f"{self.many:02}-{name}.png")
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{name} is too wide"

    def press(self, words: str) -> None:
        self.page.get_by_role("button", name=words, exact=True).click()

    def heading(self, words: str) -> None:
        self.page.get_by_role("heading", name=words, level=1).wait_for()

    # --- from the code to the list -------------------------------------------------------------------------------

    def connect(self, code: str) -> None:
        self.come_in(code)
        self.rows().first.wait_for()
        self.look("list")

    def come_in(self, code: str) -> None:
        """The phone is connected and has a PIN; the list, if there is one, comes next."""
        self.page.goto(f"{self.url}/phone/#enrol={code}")
        self.heading("连接这部手机")
        assert code not in self.page.url
        self.look("connect")
        self.press("连接")
        self.heading("设一个密码")
        self.page.fill("#pin", PIN)
        self.page.fill("#again", PIN)
        self.look("pin")
        self.press("就用这个密码")

    def open_again(self) -> None:
        """Close the app and open it anew, with the PIN."""
        self.unlock_anew()
        self.rows().first.wait_for()

    def unlock_anew(self) -> None:
        self.page.goto("about:blank")
        self.page.goto(f"{self.url}/phone/")
        self.heading("输入密码")
        self.page.fill("#pin", PIN)
        self.look("unlock")
        self.press("打开")

    def send(self, arrived: int) -> None:
        """Send by the press, until so many of this phone have arrived by the receipt."""
        self.page.goto(f"{self.url}/phone/#/send")
        self.heading("发送")
        self.press("现在发送")
        self.page.get_by_text(f"已确认收到{arrived}条").wait_for()

    def rows(self) -> Any:
        return self.page.locator(".window button.row")

    # --- one household -------------------------------------------------------------------------------------------

    def open_household(self, number: str) -> None:
        self.page.fill("#search", number)
        self.page.locator(".window button.row", has_text=number).click()
        self.page.get_by_role("button", name="入户结果").wait_for()

    def read_notice(self) -> None:
        if self.page.get_by_role("heading", name="先读告知", level=1).count():
            self.press("已宣读，同意调查")

    def come_to_questions(self) -> None:
        """The questions, after the notice where it was not read yet."""
        self.page.locator("blockquote").or_(self.page.locator("progress.progress")).first.wait_for()
        self.read_notice()
        self.page.locator("progress.progress").first.wait_for()

    def ask_everybody(self) -> None:
        """Press "ask the next" until everybody was asked. The notice comes first."""
        following = self.page.get_by_role("button", name="问下一人", exact=True)
        while following.count():
            following.click()
            self.come_to_questions()
            self.answer_all()
            self.page.get_by_role("button", name="入户结果").wait_for()

    def answer_all(self, typed: dict[str, str] | None = None) -> None:
        """Answer what is missing, page by page; after the last person of a household its page comes back.

        typed: what is typed into fields, by their question.
        """
        while self.page.locator("progress.progress").count():
            assert self.page.locator(".page .fault").all_inner_texts() == []
            for key, text in (typed or {}).items():
                if (field := self.page.locator(f"#{key.replace('.', '-')}")).count():
                    field.fill(text)
            self.page.evaluate(ANSWER_WHAT_IS_MISSING)
            onward = self.page.locator(".foot .is-main")
            lead = self.page.locator("h1").inner_text()
            onward.click()
            # A page that is still being read from the store is neither the next question nor the household.
            self.page.wait_for_function(
                "was => !document.querySelector('.loading') && document.querySelector('h1')?.innerText !== was",
                arg=lead,
            )

    def hand_in(self, outcome: str, note: str = "") -> None:
        self.press("入户结果")
        self.heading("入户结果")
        self.page.get_by_role("radio", name=outcome).check()
        if note:
            self.page.fill("#note", note)
        self.press("提交这一户")
        self.heading("名单")
