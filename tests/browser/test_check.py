"""A client in the chair, in a real browser, wide and on a phone."""

from __future__ import annotations

import datetime
import io
from typing import Any

import pypdf
import pytest
import vobject
from playwright.sync_api import Locator, Page, expect

from tests.chromium import PHONE, SCREENS, Opener, assert_no_barrier, choose, fill, press, settled

pytestmark = pytest.mark.browser

TITLE = "Is it right for this skin, today?"


@pytest.fixture
def phone(opener: Opener, address: str) -> Page:
    """The open page on a phone."""
    return asked(opener(f"{address}check", PHONE))


def asked(page: Page) -> Page:
    """Wait until the page asks its questions; returns the page."""
    expect(page.get_by_role("heading", name=TITLE)).to_be_visible()
    return settled(page)


def tick(page: Page, name: str) -> None:
    """Press the word beside a box or a radio button."""
    page.get_by_test_id("stMain").get_by_text(name, exact=True).first.click()
    settled(page)


def verdict(page: Page, word: str) -> Locator:
    """Return the box with the verdict."""
    return page.get_by_test_id("stAlert").filter(has_text=word).first


def test_a_worked_case_takes_twelve_steps_and_the_verdict_is_in_sight(phone: Page) -> None:
    page = phone
    steps = [
        lambda: choose(page, "Form of vitamin C", "L-ascorbic acid"),
        lambda: fill(page, "Strength on the label", "15 %"),
        lambda: fill(page, "pH, if it is told", "3,2"),
        lambda: fill(page, "Age", "34"),
        lambda: tick(page, "Sensitive"),
        lambda: tick(page, "Face"),
        lambda: fill(page, "Vitamin C by mouth, one per line", "1000 mg, 2 a day"),
        lambda: press(page, "Asked: nothing else applies"),
    ]
    assert len(steps) <= 12
    for step in steps:
        step()
    box = verdict(page, "Go, with care")
    expect(box).to_be_visible()
    page.keyboard.press("Control+Home")
    assert box.bounding_box()["y"] < 844, "the verdict stands on the first screen"
    assert "not known" not in box.inner_text().lower().split("checked")[0]
    assert_no_barrier(page)


def test_needles_dates_calendar_and_sheet(opener: Opener, address: str) -> None:
    page = asked(opener(f"{address}check"))
    choose(page, "Form of vitamin C", "L-ascorbic acid")
    fill(page, "Age", "34")
    choose(page, "Procedure, today or soon", "Microneedling")
    expect(verdict(page, "Not now")).to_be_visible()
    fill(page, "Appointment", "1.12.2026 15:00")
    expect(page.get_by_text("Wed 2 Dec 2026, 06:00")).to_be_visible()
    assert_no_barrier(page, *SCREENS)
    events = calendar_of(page)
    assert len(events) > 10
    assert any("sauna" in event.summary.value for event in events)
    holiday = next(event for event in events if "Sun holiday" in event.summary.value)
    assert holiday.dtstart.value == datetime.date(2026, 12, 15)
    text = sheet_of(page)
    for words in ("Not now", "For:", "Filled in by:", "Tue 1 Dec 2026, 15:00", "Before", "After"):
        assert words in text, words


def calendar_of(page: Page) -> list[Any]:
    """Return the entries of the calendar that the page offers."""
    with page.expect_download() as calendar:
        page.get_by_role("button", name="Calendar").click()
    return list(vobject.readOne(calendar.value.path().read_text(encoding="utf-8")).vevent_list)


def sheet_of(page: Page) -> str:
    """Return what stands on the sheet that the page offers, which is one page."""
    with page.expect_download() as sheet:
        page.get_by_role("button", name="Sheet to print (PDF)").click()
    pages = pypdf.PdfReader(io.BytesIO(sheet.value.path().read_bytes())).pages
    assert len(pages) == 1
    return " ".join(pages[0].extract_text().split())


def say(page: Page, label: str, *words: str) -> None:
    """Type words of one's own into a list with search."""
    page.get_by_role("combobox", name=label, exact=True).click()
    for word in words:
        page.keyboard.type(word)
        page.keyboard.press("Enter")
        settled(page)
    page.keyboard.press("Escape")
    settled(page)


def without_product(page: Page, procedure: str) -> None:
    """Ask about a procedure alone."""
    page.get_by_role("radiogroup", name="Product").get_by_text("None", exact=True).click()
    settled(page)
    choose(page, "Procedure, today or soon", procedure)


def answer_everything(page: Page) -> None:
    """Answer in every kind of field, and hide one of the answers again."""
    without_product(page, "Mesotherapy")
    choose(page, "Which kind", "Injection")
    choose(page, "Procedure, today or soon", "Microneedling")  # the kind is hidden, and still there
    fill(page, "Appointment", "1.12.2026 15:00")
    fill(page, "Vitamin C by mouth, one per line", "1000 mg, 2 a day")
    fill(page, "Age", "34")
    for word in ("Acne", "Breastfeeding"):
        tick(page, word)
    page.get_by_text("Enough to say no. Go on asking?").click()
    page.get_by_role("radiogroup", name="Smoker").get_by_text("Yes", exact=True).click()
    settled(page)
    say(page, "Medicines", "warfarin 5 mg", "frobnicol")
    say(page, "Conditions", "epilepsy")


def test_the_next_client_finds_every_field_empty(phone: Page) -> None:
    page = phone
    answer_everything(page)
    press(page, "Next client")
    fill(page, "Age", "30")  # whatever the browser still held would come back now
    for label in ("Appointment", "Vitamin C by mouth, one per line"):
        field = page.get_by_label(label, exact=True)
        if field.count():
            expect(field).to_have_value("")
    for box in page.get_by_role("checkbox").all():
        expect(box).not_to_be_checked()
    expect(page.get_by_text("frobnicol")).to_have_count(0)
    expect(page.get_by_text("epilepsy")).to_have_count(0)
    expect(page.get_by_text("warfarin")).to_have_count(0)
    choose(page, "Procedure, today or soon", "Mesotherapy")
    expect(page.get_by_label("Appointment", exact=True)).to_have_value("")
    expect(page.get_by_role("combobox", name="Which kind", exact=True)).to_have_value("Not told")
    for label in ("Medicines", "Conditions"):
        chosen = page.get_by_test_id("stMultiSelect").filter(has_text=label)
        expect(chosen.locator("[data-baseweb=tag]")).to_have_count(0)
    fill(page, "Vitamin C by mouth, one per line", "500 mg")
    for radio in page.get_by_role("radiogroup", name="Smoker").get_by_role("radio").all():
        expect(radio).not_to_be_checked()


def test_the_next_client_closes_the_course_in_a_fold(opener: Opener, address: str) -> None:
    page = asked(opener(f"{address}check"))
    without_product(page, "Microneedling")
    fill(page, "Age", "34")
    fill(page, "Appointment", "1.12.2026 15:00")
    page.get_by_text("Courses: how often").click()
    settled(page)
    choose(page, "Lay out the dates of", "Article 000: Face")
    expect(page.get_by_text("Session 1 of 8").first).to_be_visible()
    page.get_by_text("Courses: how often").click()
    settled(page)
    press(page, "Next client")
    without_product(page, "Microneedling")
    fill(page, "Appointment", "2.12.2026 15:00")
    if not page.get_by_label("Lay out the dates of").is_visible():
        page.get_by_text("Courses: how often").click()
        settled(page)
    expect(page.get_by_text("Session 1 of 8")).to_have_count(0)


def test_an_appointment_is_typed_or_picked_and_takes_nothing_away(phone: Page) -> None:
    page = phone
    without_product(page, "Microneedling")
    fill(page, "Age", "34")
    fill(page, "Appointment", "whenever she likes")
    expect(verdict(page, "Not sure yet")).to_be_visible()
    expect(page.get_by_label("Appointment", exact=True)).to_have_value("whenever she likes")
    fill(page, "Appointment", "03/12/2026")
    page.get_by_role("button", name="2026-12-03", exact=False).click()
    settled(page)
    expect(page.get_by_text("= Thursday 03 December 2026, 12:00")).to_be_visible()
    page.get_by_role("button", name="Pick day and time").click()
    page.get_by_role("spinbutton", name="day, Day").click()
    page.keyboard.type("12122026")
    page.get_by_role("spinbutton", name="hour, Time").click()
    settled(page)
    expect(page.get_by_text("= Saturday 12 December 2026, 12:00")).to_be_visible()
    page.get_by_role("spinbutton", name="hour, Time").click()
    page.keyboard.type("1530")
    page.get_by_role("spinbutton", name="day, Day").click()
    settled(page)
    expect(page.get_by_text("= Saturday 12 December 2026, 15:30")).to_be_visible()
    page.keyboard.press("Escape")
    press(page, "Next client")
    choose(page, "Procedure, today or soon", "Microneedling")
    expect(page.get_by_label("Appointment", exact=True)).to_have_value("")
    page.get_by_role("button", name="Pick day and time").click()
    expect(page.get_by_role("spinbutton", name="day, Day")).to_have_text("dd")


def test_a_medicine_with_a_dose_is_understood_and_refuses_the_laser(phone: Page) -> None:
    page = phone
    without_product(page, "Laser")
    say(page, "Medicines", "Isotretinoin 20 mg")
    expect(verdict(page, "Ask a doctor first")).to_be_visible()
    expect(page.get_by_text("Isotretinoin 20 mg: Isotretinoin by mouth, taken now")).to_be_visible()
    expect(page.get_by_text("not checked")).to_have_count(0)
    assert_no_barrier(page, *SCREENS)


def test_a_word_that_nobody_knows_is_settled_by_keyboard(phone: Page) -> None:
    page = phone
    without_product(page, "Laser")
    say(page, "Medicines", "zzyzx")
    expect(page.get_by_text("“zzyzx” was not understood, so it was not checked.")).to_be_visible()
    expect(verdict(page, "1 phrase not understood")).to_be_visible()
    assert_no_barrier(page)
    page.get_by_role("button", name="Not a medicine: leave it out").focus()
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("“zzyzx” was not understood")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    settled(page)
    choose(page, "Choose from the list what “zzyzx” is", "Warfarin")
    expect(page.get_by_text("zzyzx")).to_have_count(0)


def test_a_refused_procedure_has_no_plan_on_page_sheet_and_calendar(opener: Opener, address: str) -> None:
    page = asked(opener(f"{address}check"))
    without_product(page, "Microneedling")
    fill(page, "Appointment", "1.12.2026 15:00")
    expect(page.get_by_text("No sauna, pool or solarium").first).to_be_visible()
    say(page, "Conditions", "epilepsy")
    expect(page.get_by_role("heading", name="It does not happen now")).to_be_visible()
    expect(page.get_by_text("No sauna, pool or solarium")).to_have_count(0)
    text = sheet_of(page)
    for words in ("Why it does not happen now", "epilepsy", "What would have to change", "When to come back"):
        assert words in text, words
    for words in ("sauna", "Skin test", "Before and after"):
        assert words not in text, words
    (event,) = calendar_of(page)
    assert "Does not happen" in event.summary.value
    assert_no_barrier(page, *SCREENS)


def test_the_verdict_stays_in_sight_to_the_end(phone: Page) -> None:
    page = phone
    without_product(page, "Microneedling")
    fill(page, "Age", "34")
    tick(page, "Normal")
    page.get_by_text("The sheet carries no name").scroll_into_view_if_needed()
    box = page.get_by_test_id("stAlert").filter(has_text="Not sure yet").first.bounding_box()
    assert box is not None
    assert 0 < box["y"] < 100
    assert box["height"] < 844 / 4


def test_questions_stay_where_they_are_while_somebody_answers(phone: Page) -> None:
    page = phone
    without_product(page, "Microneedling")
    before = questions(page)
    assert {"Age", "Medicines", "Conditions"} <= set(before)
    for label, words in (("Conditions", "migraine"), ("Medicines", "vitamin D")):
        say(page, label, words)
        assert questions(page)[: len(before)] == before
    say(page, "Conditions", "epilepsy")
    assert questions(page)[: len(before)] == before


def questions(page: Page) -> list[str]:
    """Return what the fields in sight are called, from top to bottom."""
    labels = page.get_by_test_id("stWidgetLabel")
    return [label.inner_text().strip() for label in labels.all() if label.is_visible()]


def test_what_a_procedure_is_can_be_read_where_it_is_chosen(phone: Page) -> None:
    page = phone
    without_product(page, "Plasma")
    page.get_by_text("What is plasma?").click()
    settled(page)
    for words in ("What it is", "What is claimed, and what is known", "Who must not", "Other ways"):
        expect(page.get_by_text(words).first).to_be_visible()
    choose(page, "Read about", "Biorevitalisation")
    expect(page.get_by_text("Injections of hyaluronic acid into the skin, as a gel")).to_be_visible()
    assert_no_barrier(page, *SCREENS)


def test_by_keyboard_alone(phone: Page) -> None:
    page = phone
    page.get_by_role("combobox", name="Form of vitamin C").focus()
    page.keyboard.type("L-asc")
    page.keyboard.press("Enter")
    settled(page)
    page.keyboard.press("Tab")
    page.keyboard.type("25 %")
    page.keyboard.press("Tab")
    settled(page)
    page.keyboard.type("2,4")
    page.keyboard.press("Tab")
    settled(page)
    expect(verdict(page, "Not now")).to_be_visible()
    page.get_by_role("checkbox", name="Rosacea", exact=True).focus()
    page.keyboard.press("Space")
    settled(page)
    expect(page.get_by_text("Sensitive skin or rosacea: rather no pure acid").first).to_be_visible()


def test_a_reload_forgets_the_client(phone: Page) -> None:
    page = phone
    fill(page, "Age", "34")
    tick(page, "Rosacea")
    assert "?" not in page.url
    page.reload()
    asked(page)
    expect(page.get_by_role("textbox", name="Age")).to_have_value("")


def test_typing_own_words_keeps_them_through_other_pages(phone: Page) -> None:
    page = phone
    choose(page, "Form of vitamin C", "L-ascorbic acid")
    fill(page, "Vitamin C by mouth, one per line", "500 mg")
    box = page.get_by_role("combobox", name="Medicines")
    box.click()
    page.keyboard.type("frobnicol")
    page.keyboard.press("Enter")
    settled(page)
    expect(page.get_by_text("was not understood").first).to_be_visible()
    expect(page.get_by_text("frobnicol").first).to_be_visible()
