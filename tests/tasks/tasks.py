"""The twenty tasks: who asks what, how a newcomer finds it here, and what must be said for it to be right."""

import csv
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from io import StringIO
from typing import Final

from playwright.sync_api import expect
from pypdf import PdfReader

from presentation import words
from presentation.language_of_run import speaking
from tests.tasks.reader import PATIENCE, Reader


@dataclass(frozen=True, kw_only=True)
class Task:
    """One task. walk returns what the person says at the end; right is what must stand in it. phone: on a narrow screen."""

    number: int
    who: str
    asked: str
    walk: Callable[[Reader], str]
    right: str
    phone: bool = False
    note: str = ""


def how_many_come_back(reader: Reader) -> str:
    """Read the first sentence."""
    return reader.read(".tl-answer")


def better_or_worse(reader: Reader) -> str:
    """Read the line under it."""
    return reader.read(".tl-who")


def why_gray(reader: Reader) -> str:
    """Read what stands under the trend."""
    return reader.read(".st-key-figure_trend p.tl-note")


def who_is_not_counted(reader: Reader) -> str:
    """Open what stands under the first picture."""
    reader.click(reader.page.locator(".st-key-figure_people summary"))
    return reader.read(".st-key-figure_people ul.tl-lines li")


def new_crimes_and_rules(reader: Reader) -> str:
    """Read two lines of one table."""
    reader.go(words.say("page_coming_back_to_jail"))
    return f"{reader.line_of('a new charge')} / {reader.line_of('breaking a rule of parole or probation')}"


def open_the_treatment_court(reader: Reader) -> None:
    """Go to the list of programs and on to one of them."""
    reader.go(words.say("page_programs"))
    reader.click(reader.page.get_by_role("link", name="Treatment court", exact=True).first)
    expect(reader.page.locator(".tl-answer")).to_contain_text("Treatment court", timeout=PATIENCE)


def where_people_leave(reader: Reader) -> str:
    """Read the answer and the steps."""
    open_the_treatment_court(reader)
    steps = reader.page.locator('[class*="st-key-figure_"]').first
    reader.click(steps.locator("summary"))
    return f"{reader.read('.tl-answer')} {' '.join(steps.get_by_role('table').inner_text().split())}"


def how_long_people_wait(reader: Reader) -> str:
    """Read the two lines under the curve of first visits."""
    open_the_treatment_court(reader)
    return " ".join(reader.page.locator("ul.tl-lines:visible").first.inner_text().split())


def what_more_places_cost(reader: Reader) -> str:
    """Read the answer, and what kind of money it is."""
    reader.go(words.say("page_costs"))
    return f"{reader.read('.tl-answer')} {reader.line_of('Benefit minus cost')} / {reader.line_of('Money saved now')}"


def whether_a_program_works(reader: Reader) -> str:
    """Open the page and read the answer, and how strong it is."""
    reader.go(words.say("page_difference"))
    return f"{reader.read('.tl-answer')} {reader.read('p.tl-text')}"


def care_within_seven_days(reader: Reader) -> str:
    """Read the line of people who left jail, with its base."""
    reader.go(words.say("page_connected_to_care"))
    return reader.line_of("a first visit, or treatment that began")


def why_it_changed(reader: Reader) -> str:
    """Read what changed since the last publication."""
    reader.go(words.say("page_how_we_count"))
    return reader.page.get_by_text("Why:").first.inner_text()


def brief_for_tuesday(reader: Reader) -> str:
    """Make the files and take the first."""
    reader.go(words.say("page_brief_me"))
    reader.click(reader.page.get_by_role("button", name=words.say("brief_make"), exact=True))
    button = reader.page.get_by_role("button", name=words.say("product_one_page"))
    expect(button).to_be_visible(timeout=PATIENCE)
    file = reader.take(button)
    sheets = PdfReader(file).pages
    return f"{len(sheets)} page: {' '.join(sheets[0].extract_text().split())[:400]}"


def export_with_codebook(reader: Reader) -> str:
    """Choose women, and of these an age; take the zip."""
    reader.go(words.say("page_get_the_data"))
    reader.choose("^" + words.say("group"), "Sex: Women")
    reader.choose(words.say("and_of_these"), "Age: 25 to 34")
    file = reader.take(reader.page.get_by_role("button", name=words.say("for_package")))
    with zipfile.ZipFile(file) as held:
        rows = list(csv.DictReader(StringIO(held.read("data.csv").decode("utf-8"))))
        names = sorted(held.namelist())
    groups = {(row["sex"], row["age_band"]) for row in rows}
    return f"{len(rows)} rows, {groups}, {names}"


def link_to_this(reader: Reader) -> str:
    """Choose, copy the link, open it anew and hold the two answers side by side."""
    reader.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    reader.go(words.say("page_coming_back_to_jail"))
    reader.choose("^" + words.say("group"), "Sex: Women")
    seen = reader.read(".tl-answer")
    button = reader.page.get_by_role("button", name=words.say("copy_link_pinned"))
    for _ in range(5):
        reader.click(button)
        if reader.page.get_by_text(words.say("copied")).count():
            break
        reader.clicks -= 1  # the page was still drawing: a person presses again, and it is the same click
    link = reader.page.evaluate("() => navigator.clipboard.readText()")
    reader.page.goto(link)
    reader.settle()
    return "the same: " + reader.read(".tl-answer") if reader.read(".tl-answer") == seen else "another view"


def which_definition(reader: Reader) -> str:
    """Look for the number by its name."""
    reader.go(words.say("page_how_we_count"))
    box = reader.page.get_by_role("combobox", name=re.compile(words.say("find_number")))
    reader.click(box)
    box.fill("reached care")
    reader.click(reader.page.get_by_role("option", name="Reached care after leaving jail", exact=True))
    return reader.read(".st-key-definition dl.tl-terms")


def stepping_up(reader: Reader) -> str:
    """Open the form, which is filled already, and take it as a document."""
    reader.go(words.say("page_fill_a_form"))
    taken = reader.take(reader.page.get_by_role("button", name=words.say("form_word"), exact=True))
    row = reader.page.locator("table.tl-table tr").filter(has_text="How many bookings were of people with a need?")
    return f"{taken.suffix}: {' | '.join(row.locator('th, td').all_inner_texts())}"


def what_do_you_know_about_me(reader: Reader) -> str:
    """Read the answer and whom to ask."""
    reader.go(words.say("page_how_your_data_is_used"))
    told = reader.page.get_by_role("main").inner_text()
    asked = told[told.index(words.say("use_ask_title")) :]
    return f"{reader.read('.tl-answer')} {' '.join(asked.split())[:300]}"


def tell_the_county(reader: Reader) -> str:
    """Read how someone else was answered, write, and send."""
    reader.go(words.say("page_voices_and_answers"))
    answered = reader.read(".tl-answer")
    reader.page.get_by_role("textbox", name=words.say("voices_words")).fill(
        "Who counts as coming back when a court calls?"
    )
    reader.clicks += 1
    consent = reader.page.locator(".st-key-voices_consent label").first
    reader.click(consent)
    reader.click(reader.page.get_by_role("button", name=words.say("voices_send"), exact=True))
    thanks = reader.page.get_by_test_id("stAlert").first
    expect(thanks).to_be_visible(timeout=PATIENCE)
    return f"{answered} {thanks.inner_text()}"


def by_keyboard(reader: Reader) -> str:
    """Go to the first part that opens by Tab alone, open it by Enter, and read a number of its table."""
    for _ in range(60):
        reader.page.keyboard.press("Tab")
        if reader.page.evaluate("document.activeElement.tagName") == "SUMMARY":
            break
    reader.page.keyboard.press("Enter")
    table = reader.page.locator(".st-key-figure_people table")
    expect(table).to_be_visible(timeout=PATIENCE)
    return f"{reader.read('.st-key-figure_people h2')} / {' '.join(table.inner_text().split())}"


def in_spanish(reader: Reader) -> str:
    """Change the language and read the first sentence."""
    with speaking("es"):
        name = words.say("language_name")
    reader.click(reader.page.get_by_role("button", name=name, exact=True))
    expect(reader.page.locator(".tl-answer")).to_contain_text("de cada 100", timeout=PATIENCE)
    return reader.read(".tl-answer")


TASKS: Final = (
    Task(
        number=1,
        who="commissioner",
        asked="Of people who left jail, how many come back within a year? One sentence.",
        walk=how_many_come_back,
        right=r"About \d+ of every 100 people who left the county jail in \d{4} were back within a year",
    ),
    Task(
        number=2,
        who="commissioner",
        asked="Better or worse than last year? How sure?",
        walk=better_or_worse,
        right=r"no clear change|(fewer|more) of every 100 than",
    ),
    Task(number=3, who="any", asked="Why is the newest quarter gray?", walk=why_gray, right=r"too early to say"),
    Task(number=4, who="any", asked="Who is not counted here?", walk=who_is_not_counted, right=r"\w+ \w+"),
    Task(
        number=5,
        who="sheriff",
        asked="Split new crimes from technical violations.",
        walk=new_crimes_and_rules,
        right=r"a new charge \| .*\d.* / breaking a rule of parole or probation \| .*\d",
    ),
    Task(
        number=6,
        who="judge",
        asked="What happens to people referred to the treatment court? Where do most leave?",
        walk=where_people_leave,
        right=r"Treatment court: in \d{4}, \d+ people were sent to it\. .*\d+",
        note="The step is told. Why people left is hidden here, for too few came in.",
    ),
    Task(
        number=7,
        who="clinic director",
        asked="How many get care within 7 days of leaving jail?",
        walk=care_within_seven_days,
        right=r"a first visit, or treatment that began \| [\d,]+ \| \d+",
    ),
    Task(
        number=8,
        who="program manager",
        asked="Find your program. How long do people wait for the first service?",
        walk=how_long_people_wait,
        right=r"half of the people who were sent.*nine of every ten",
    ),
    Task(
        number=9,
        who="program manager",
        asked="Your number changed since spring. Why?",
        walk=why_it_changed,
        right=r"Why: The court sent 41 late records",
    ),
    Task(
        number=10,
        who="commissioner",
        asked="Does the treatment court work? Say how sure that is.",
        walk=whether_a_program_works,
        right=r"Treatment court: .*of every 100 people.*does not prove",
    ),
    Task(
        number=11,
        who="board",
        asked="What would 100 more places cost or save, how sure?",
        walk=what_more_places_cost,
        right=r"in \d+ of 100 tries.*Benefit minus cost \| -?\$.* / Money saved now \| \$",
        note="For each person served, and in a year for all.",
    ),
    Task(
        number=12,
        who="board aide",
        asked="One-page brief for Tuesday, printed.",
        walk=brief_for_tuesday,
        right=r"^1 page: .*of every 100",
    ),
    Task(
        number=13,
        who="analyst",
        asked="Export women aged 25-34, releases of the last full year, with the codebook.",
        walk=export_with_codebook,
        right=r"\d rows, \{\('female', '25_34'\)\}, .*codebook.csv",
    ),
    Task(
        number=14,
        who="analyst",
        asked="Send me a link that shows exactly this.",
        walk=link_to_this,
        right=r"the same: .*women",
    ),
    Task(
        number=15,
        who="analyst",
        asked="Which version of the definition is this, and how did the last differ?",
        walk=which_definition,
        right=r"Version \d",
    ),
    Task(
        number=16,
        who="grant staff",
        asked="Fill last quarter's Stepping Up table.",
        walk=stepping_up,
        right=r"\.docx: .*[\d,]+ stays",
        note="By year, or the year up to a quarter.",
    ),
    Task(
        number=17,
        who="resident",
        asked="What do you know about me, and who can see it?",
        walk=what_do_you_know_about_me,
        right=r"never to judge one person",
    ),
    Task(
        number=18,
        who="person with lived experience",
        asked="This chart does not match your life. Tell the county; see how it answered someone else.",
        walk=tell_the_county,
        right=r"answer",
    ),
    Task(
        number=19,
        who="keyboard and screen reader",
        asked="The main point of the first chart and one number of its table.",
        walk=by_keyboard,
        right=r"\d+ came back, \d+ did not / .*\d",
    ),
    Task(
        number=20,
        who="Spanish speaker on a phone",
        asked="Cambie a español: ¿cuántas personas de cada 100 volvieron a la cárcel?",
        walk=in_spanish,
        right=r"\d+ de cada 100",
        phone=True,
    ),
)
MOST_CLICKS: Final = 6
MOST_SECONDS: Final = 120
