"""Recipe card and batch label: all of it on one page, readable by an eye and by a telephone."""

from __future__ import annotations

import datetime
import io
import re
from dataclasses import replace
from html.parser import HTMLParser

import pypdf
import pypdfium2
import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st

from calc import catalog
from calc.errors import InputErrors
from calc.findings import (
    Action,
    Evidence,
    Finding,
    Severity,
)
from calc.mixing.request import MixRequest
from calc.reports import (
    BatchLabel,
    CardLine,
    RecipeCard,
    batch_label,
    batch_label_html,
    batch_label_pdf,
    layout,
    qr,
    recipe_card_html,
    recipe_card_pdf,
    share,
)
from calc.reports import (
    recipe_card as card_module,
)
from calc.reports.links import HERE, link_to

THIN = "\u202f"
DAY = datetime.date(2026, 11, 23)
EVIL = "<script>alert('1')</script><img src=x onerror=\"a()\">&"
NAMES = [
    "Ορός προσώπου ωμέγα",
    "Сыворотка «Утро» ёжик",
    "Crème éclat Ñandú Žižka",
    "Сыворотка с α-токоферолом",
]
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=200)


def finding(severity=Severity.CAUTION, title="Acid", message="It stings.") -> Finding:
    return Finding(
        "PH-001",
        severity,
        Action.adapt,
        "batch",
        title,
        message,
        "Take less.",
        Evidence.B,
        ("bench_editorial",),
    )


LINES = (
    CardLine("Water", "25.20", "g", "0.01", "0.009"),
    CardLine("L-ascorbic acid", "4.55", "g", "0.01", "0"),
    CardLine("Baking soda", "0.27", "g", "0.01", "0.05", f"of this 0.21{THIN}g first, then measure"),
    CardLine("Squalane", "110", "g", "unknown", "0"),
)
CARD = RecipeCard(
    "Morning serum",
    (
        ("Makes", f"30{THIN}g"),
        ("Strength", f"15.0{THIN}% (14.9–15.1{THIN}%)"),
        ("pH", "3.2 (3.0–3.4), predicted"),
    ),
    "Weigh, in this order",
    LINES,
    ("First 0.21 g.", "Measure."),
    (finding(), finding(Severity.STOP, "Too strong"), finding(Severity.NOTE, "A note")),
    ("Discard by 2027-02-22 if made on 2026-11-23: after 91 days.",),
    ("nobody said how it is kept",),
    27,
    DAY,
    "0.5.0",
    "abcdef123456",
    f"{HERE}?r=2abc",
)
LABEL = BatchLabel(
    "Morning serum",
    f"15.0{THIN}% (14.9–15.1{THIN}%) L-ascorbic acid",
    "pH 3.2 (3.0–3.4), predicted",
    DAY,
    "Discard by 2027-02-22",
    f"Keep at 5{THIN}°C, dropper bottle, amber glass",
    (),
    f"{HERE}?r=2abc",
)


def read(pdf: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf))


def text_of(pdf: bytes) -> str:
    return " ".join(read(pdf).pages[0].extract_text().split())


def codes_in(pdf: bytes, dots_per_mm: float) -> list[str]:
    """Return what an independent reader finds on a page that an independent program has drawn."""
    document = pypdfium2.PdfDocument(pdf)
    picture = document[0].render(scale=dots_per_mm * 25.4 / 72).to_pil()
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture)]


def places(pdf: bytes) -> list[tuple[str, float, float]]:
    """Return the texts on a page with where they begin [pt]."""
    seen: list[tuple[str, float, float]] = []
    read(pdf).pages[0].extract_text(
        visitor_text=lambda text, cm, tm, font, size: seen.append((text.strip(), tm[4], tm[5]))
    )
    return [text for text in seen if text[0]]


class Tags(HTMLParser):
    """What tags a page has."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.seen: list[str] = []
        self.handlers: list[str] = []
        self.links: list[str] = []
        self.open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.handlers += [name for name, _ in attrs if name.startswith("on")]
        self.links += [value for name, value in attrs if name in ("href", "src")]
        if tag not in ("meta", "br"):
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.seen.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


# --- the card -------------------------------------------------------------------------------------


def test_everything_is_on_the_card():
    html = recipe_card_html(CARD)
    shown = " ".join(re.sub("<[^>]*>", " ", html).replace("&quot;", '"').split())
    for text in (text_of(recipe_card_pdf(CARD)), shown):
        for words in (
            "Morning serum",
            "14.9–15.1",
            "3.2 (3.0–3.4), predicted",
            "Weigh, in this order",
            "25.20",
            "4.55",
            "0.009",
            "first, then measure",
            "STOP: Too strong",
            "CAUTION: Acid",
            "It stings. Take less.",
            "The way to the pH",
            "Discard by 2027-02-22",
            "nobody said how it is kept",
            "This card is not medical advice",
            "2026-11-23",
            "0.5.0",
            "abcdef123456",
        ):
            assert words in text, words
        # Loudest first, and first of all that there is a stop.
        assert text.index("STOP: Too strong") < text.index("Weigh") < text.index("CAUTION: Acid")
        assert "A note" not in text
        assert text.count("☐") == len(LINES) + len(CARD.protocol)


def test_decimal_points_stand_in_line():
    result = places(recipe_card_pdf(CARD))
    pdf = layout.empty_page("x", DAY)
    pdf.set_font("DejaVu", "B", 10)
    points = []
    for line in LINES:
        (left,) = {x for text, x, _ in result if text == line.mass}
        whole = line.mass.partition(".")[0]
        points.append(left + pdf.get_string_width(whole) * 72 / 25.4)
    assert max(points) - min(points) < 0.2
    pdf.output()  # closes its fonts


def test_numbers_on_the_page_are_padded_to_one_width():
    cells = re.findall(r'<td class="number">([\d.\u2007]+)</td><td>g</td>', recipe_card_html(CARD))
    assert cells == ["25.20", "4.55", "0.27", "110\u2007\u2007\u2007"]


def test_it_is_one_page_of_a4_whatever_stands_on_it():
    long = [finding(title="Long title " * 9, message="word " * 300)] * 12
    card = replace(
        CARD,
        title="W" * 500,
        facts=[("Strength", "x" * 300)] * 6,
        lines=[
            replace(LINES[2], name=f"Ingredient number {at} " * 3) for at in range(card_module.MOST_LINES)
        ],
        findings=long,
        not_checked=["m" * 900] * 40,
        protocol=["step " * 60] * 5,
        keeps=["long " * 60] * 3,
        link=HERE + "x" * 500,
    )
    pdf = recipe_card_pdf(card)
    pages = read(pdf).pages
    assert len(pages) == 1
    assert [round(float(side)) for side in pages[0].mediabox[2:]] == [595, 842]
    text = text_of(pdf)
    # No line is ever left out; what is cut is counted; what stands last is still there.
    for at in range(card_module.MOST_LINES):
        assert f"Ingredient number {at} " in text
    assert "more, see the page" in text
    assert "abcdef123456" in text
    assert all(20 < y < 830 for _, _, y in places(pdf))


def test_more_lines_than_there_is_room_for_are_refused():
    with pytest.raises(InputErrors, match="room for 50 lines"):
        replace(CARD, lines=[LINES[0]] * (card_module.MOST_LINES + 1))


# Four: each is a page set in full; the fullest page has a test of its own above.
@settings(max_examples=4)
@given(st.integers(0, 50), st.integers(0, 12), TEXTS)
def test_any_card_has_one_page(lines, findings, text):
    card = replace(
        CARD,
        title=text,
        facts=[(text, text)],
        lines=[replace(LINES[2], name=text, note=text)] * lines,
        findings=[finding(title=text, message=text)] * findings,
        protocol=[text],
        keeps=[text],
        not_checked=[text] * findings,
    )
    assert len(read(recipe_card_pdf(card)).pages) == 1
    Tags(recipe_card_html(card))


def test_other_alphabets_survive():
    card = replace(CARD, title=NAMES[0], lines=tuple(replace(LINES[0], name=name) for name in NAMES))
    label = replace(LABEL, name=NAMES[0], strength=NAMES[1], pH=NAMES[2], storage=NAMES[3])
    sheets = (text_of(recipe_card_pdf(card)), recipe_card_html(card))
    for text in (*sheets, text_of(batch_label_pdf(label)), batch_label_html(label)):
        assert all(name in text for name in NAMES)


def test_the_same_gives_the_same_bytes():
    assert recipe_card_pdf(CARD) == recipe_card_pdf(replace(CARD))
    assert recipe_card_html(CARD) == recipe_card_html(replace(CARD))
    assert batch_label_pdf(LABEL) == batch_label_pdf(replace(LABEL))
    assert batch_label_html(LABEL) == batch_label_html(replace(LABEL))


def test_metadata_tell_nothing_about_anybody():
    for pdf, title in ((recipe_card_pdf(CARD), "Recipe card"), (batch_label_pdf(LABEL), "Batch label")):
        read_back = read(pdf).metadata
        assert set(read_back) <= {"/Title", "/CreationDate", "/Producer"}
        assert read_back["/Title"] == title
        assert read_back["/CreationDate"] == "D:20261123000000Z"


def test_nothing_found_says_what_that_means():
    quiet = replace(CARD, findings=(finding(Severity.NOTE),))
    for text in (text_of(recipe_card_pdf(quiet)), recipe_card_html(quiet)):
        assert "Nothing that asks for care was found by the 27 checks that ran." in text
        assert "STOP" not in text


def test_nothing_on_the_pages_runs():
    card = replace(
        CARD,
        title=EVIL,
        facts=[(EVIL, EVIL)],
        heading=EVIL,
        lines=[CardLine(EVIL, EVIL, EVIL, EVIL, EVIL, EVIL)],
        protocol=[EVIL],
        findings=[finding(title=EVIL, message=EVIL), finding(Severity.STOP, EVIL)],
        keeps=[EVIL],
        not_checked=[EVIL],
        model_version=EVIL,
        link=f'{HERE}?r=2"onclick="x',
    )
    small = replace(LABEL, name=EVIL, strength=EVIL, pH=EVIL, discard=EVIL, storage=EVIL, stop=[EVIL])
    for html in (recipe_card_html(card), batch_label_html(small)):
        tags = Tags(html)
        assert not {"script", "img", "iframe", "link"} & set(tags.seen)
        assert not tags.handlers
        assert not tags.open
        assert "&lt;script&gt;" in html
    assert Tags(recipe_card_html(CARD)).links == [CARD.link]


# --- the label ------------------------------------------------------------------------------------


def test_everything_is_on_the_label():
    pdf = batch_label_pdf(LABEL)
    assert [round(float(side) / 72 * 25.4) for side in read(pdf).pages[0].mediabox[2:]] == [62, 40]
    shown = " ".join(re.sub("<[^>]*>", " ", batch_label_html(LABEL)).split())
    for text in (text_of(pdf), shown):
        for words in (
            "Morning serum",
            "14.9–15.1",
            "L-ascorbic acid",
            "pH 3.2 (3.0–3.4), predicted",
            "Made on 2026-11-23",
            "Discard by 2027-02-22",
            "Keep at 5",
            "dropper bottle, amber glass",
        ):
            assert words in text, words
        assert "STOP" not in text


def test_a_label_of_a_batch_that_says_stop_says_so():
    stopped = replace(LABEL, stop=("Too strong", "Too acid"))
    assert "STOP: Too strong; Too acid" in text_of(batch_label_pdf(stopped))
    assert "STOP: Too strong; Too acid" in batch_label_html(stopped)


def test_what_does_not_fit_is_shortened_and_says_so():
    words = "very long name of a serum " * 12
    full = replace(LABEL, name=words, strength=words, storage=words, stop=[words], pH=words)
    pdf = batch_label_pdf(full)
    assert len(read(pdf).pages) == 1
    text = text_of(pdf)
    assert text.count("…") >= 4
    assert "Made on 2026-11-23" in text
    assert codes_in(pdf, 8) == [LABEL.link]
    assert all(0 < x < 176 and 0 < y < 114 for _, x, y in places(pdf))


# Five: each label is drawn and read by an eye; what does not fit has its own test above.
@settings(max_examples=5)
@given(TEXTS, TEXTS, st.booleans())
def test_any_label_has_one_page_and_a_code(name, text, stopped):
    full = replace(LABEL, name=name, strength=text, storage=text, stop=[text] if stopped else [])
    pdf = batch_label_pdf(full)
    assert len(read(pdf).pages) == 1
    assert codes_in(pdf, 8) == [LABEL.link]
    Tags(batch_label_html(full))


# --- the code -------------------------------------------------------------------------------------


def test_a_longer_link_gets_less_correction_before_it_gets_none():
    sizes = [len(qr.qr_modules(HERE + "x" * many, batch_label._CODE_MM)) for many in (10, 100, 250, 320, 900)]
    assert sizes == [*sorted(sizes[:-1]), 0]
    assert sizes[-2] > sizes[0]
    assert all(side * qr.SMALLEST_MODULE_MM <= batch_label._CODE_MM for side in sizes)
    # Between what fits with M and what fits with L.
    assert qr.qr_modules(HERE + "x" * 320, batch_label._CODE_MM)


@pytest.mark.parametrize("length", [0, 60, 200, 300])
def test_long_links_are_still_read_from_a_label(length):
    link = link_to("2" + "aB3_" * (length // 4))
    pdf = batch_label_pdf(replace(LABEL, link=link))
    assert codes_in(pdf, 12) == [link]  # 300 dots per inch


def test_a_link_that_is_too_long_is_left_out_with_words():
    long = replace(LABEL, link=link_to("2" + "a" * 3500))
    assert codes_in(batch_label_pdf(long), 12) == []
    for text in (text_of(batch_label_pdf(long)), batch_label_html(long)):
        assert qr.TOO_LONG in text
    card = replace(CARD, link=long.link)
    for text in (text_of(recipe_card_pdf(card)), recipe_card_html(card)):
        assert qr.TOO_LONG in text


def test_without_a_link_there_is_no_code_and_no_word_of_it():
    for text in (text_of(recipe_card_pdf(replace(CARD, link=""))), recipe_card_html(replace(CARD, link=""))):
        assert "Scan" not in text
        assert qr.TOO_LONG not in text
    assert codes_in(batch_label_pdf(replace(LABEL, link="")), 8) == []


@pytest.mark.parametrize("name", catalog.presets())
def test_the_code_of_a_preset_reopens_it(name):
    request = share.preset(name)
    for pdf, dots in (
        (recipe_card_pdf(share.make_card(request, made_on=DAY)), 6),
        (batch_label_pdf(share.make_label(request, made_on=DAY)), 8),  # 203 dots per inch
    ):
        (link,) = codes_in(pdf, dots)
        assert share.open_link(link) == MixRequest(**share.effective_fields(request))
        again = share.worked_out(share.open_link(link)).report
        assert again == share.worked_out(request).report


AMOUNTS = st.decimals(1, 500, places=2).map(lambda text: f"{text} g")
REQUESTS = st.builds(
    MixRequest,
    form=st.sampled_from(["l_ascorbic_acid", "ascorbyl_glucoside", "sodium_ascorbyl_phosphate"]),
    strength=st.decimals(1, 20, places=1).map(lambda text: f"{text} %"),
    batch=AMOUNTS,
    purity=st.sampled_from(["", "99 %", "98,5"]),
    scale=st.sampled_from(["", "0.01 g", "0.001"]),
    others=st.lists(
        st.sampled_from(["glycerin 3 %", "ferulic acid 0.5 %", "vitamin E 1 %", "phenoxyethanol 0.8 %"]),
        unique=True,
    ).map("\n".join),
    target_pH=st.sampled_from(["", "3.2", "2,9"]),
    kept_at=st.sampled_from(["", "5 °C", "5 °C 22 h, 25 °C 2 h"]),
    package=st.sampled_from(["", "dropper_bottle", "jar"]),
    made_on=st.dates(datetime.date(2024, 1, 1), datetime.date(2028, 1, 1)).map(str) | st.just(""),
)


# Five drawn and read codes: that any request survives a link is shown without a drawing, by
# tests/reports/test_share.py, with many more.
@settings(max_examples=5)
@given(REQUESTS)
def test_the_code_of_any_request_reopens_it(request):
    pdf = batch_label_pdf(share.make_label(request, made_on=DAY))
    (link,) = codes_in(pdf, 10)
    assert share.open_link(link) == MixRequest(**share.effective_fields(request))
    assert share.worked_out(share.open_link(link)).report == share.worked_out(request).report


# --- of a batch -----------------------------------------------------------------------------------


def test_the_card_of_a_batch_says_what_comes_out_and_until_when():
    card = share.make_card(share.preset("start_10"), made_on=DAY)
    facts = dict(card.facts)
    assert facts["Strength"].startswith("10.0")
    assert facts["pH"].startswith("3.2")
    assert ", predicted; a meter may show " in facts["pH"]
    assert "amber glass" in facts["If kept"]
    days = share.worked_out(share.preset("start_10")).report.shelf_life.discard_after_days
    end = DAY + datetime.timedelta(days=int(days))
    assert card.keeps[0].startswith(f"Discard by {end} if made on {DAY}: after {int(days)} days.")
    # In the order of making: what moves the pH goes in last, in parts.
    names = [item.name for item in card.lines]
    assert names[:2] == ["Water", "L-ascorbic acid"]
    assert names[-1] == "Baking soda (sodium bicarbonate)"
    assert "first" in card.lines[-1].note
    assert card.protocol[0].startswith("First ")


def test_a_day_that_is_told_counts_instead_of_today():
    request = replace(share.preset("start_10"), made_on="2026-10-01")
    small = share.make_label(request, made_on=DAY)
    assert small.made_on == datetime.date(2026, 10, 1)
    days = int(share.worked_out(request).report.shelf_life.discard_after_days)
    assert days > 30
    assert small.discard == f"Discard by {datetime.date(2026, 10, 1) + datetime.timedelta(days=days)}"


def test_a_measured_pH_is_called_measured():
    request = MixRequest(way="made", recipe="10 g squalane\n1 g serum", reading="3.4")
    assert share.make_label(request, made_on=DAY).pH.endswith("measured")
    acid = MixRequest(way="made", recipe="15 g ascorbic acid\n85 g water", reading="2.2")
    assert ", predicted and measured; a meter may show " in share.make_label(acid, made_on=DAY).pH
    assert share.make_card(acid, made_on=DAY).heading == "What is in it"


def test_what_is_not_known_is_called_unknown():
    request = MixRequest(form="ascorbyl_glucoside", strength="2 %", batch="30 g")
    small = share.make_label(request, made_on=DAY)
    assert (small.discard, small.storage) == ("Discard day: unknown", "Storage: unknown")
    card = share.make_card(request, made_on=DAY)
    assert dict(card.facts)["If kept"] == "unknown"
    assert "unknown" in card.keeps[0]
    assert {line.scale for line in card.lines} == {"unknown"}
    assert any("how it is kept" in reason for reason in card.not_checked)


@pytest.mark.parametrize(
    ("name", "window", "steps"),
    [
        ("sap_5", "6–7", ("Above that", "Below that")),
        ("map_3", "6 or above", ("Below that",)),
        ("glucoside_2", "5–7", ("Above that", "Below that")),
    ],
)
def test_a_pH_that_nobody_can_predict_is_to_be_measured(name, window, steps):
    """The windows of data/forms.toml; for MAP it says that higher is fine too."""
    request = share.preset(name)
    card, small = share.make_card(request, made_on=DAY), share.make_label(request, made_on=DAY)
    assert dict(card.facts)["pH"] == f"unknown: measure it, keep it at {window}"
    assert small.pH == f"pH unknown: measure it, keep it at {window}"
    assert f"is kept at {window}." in card.protocol[0]
    assert tuple(step.split(":")[0] for step in card.protocol[1:-1]) == steps
    assert "________" in card.protocol[-1]


@pytest.mark.parametrize("name", ["squalane", "palm", "start_10"])
def test_no_window_is_told_where_there_is_none_or_the_pH_is_known(name):
    card = share.make_card(share.preset(name), made_on=DAY)
    assert "keep it at" not in dict(card.facts)["pH"]


def test_a_pH_that_was_read_leaves_nothing_to_measure():
    recipe = "5 g sodium ascorbyl phosphate\n95 g water"
    read = share.make_card(MixRequest(way="made", recipe=recipe, reading="6.5"), made_on=DAY)
    assert "measured" in dict(read.facts)["pH"]
    assert read.protocol == ()
    assert share.make_card(MixRequest(way="made", recipe=recipe), made_on=DAY).protocol


def test_what_to_know_of_a_recipe_to_start_from_is_on_its_card():
    for name, known in catalog.presets().items():
        (about,) = share.make_card(share.preset(name), made_on=DAY).about
        assert known.caveat in about
        assert "llustrative" in about or "ublished" in about
    changed = replace(share.preset("start_10"), strength="11 %")
    assert share.make_card(changed, made_on=DAY).about == ()


@pytest.mark.parametrize(
    ("name", "printed"),
    [
        ("夜の精華 C", "夜の精華 C"),
        ("세럼", "세럼"),
        ("Morning 👩‍🔬✨ serum", "Morning ? serum"),
        ("סרום", "סרום"),
        ("سيروم", "سيروم"),
        ("सीरम", "सीरम"),
        ("e\u0301clat", "éclat"),
    ],
)
def test_what_cannot_be_printed_is_told_and_shown_on_the_web_page(name, printed):
    """A box, or Hebrew from left to right, would read as something else: only what no type has is told."""
    small = replace(LABEL, name=name)
    sheets = [(batch_label_pdf(small), batch_label_html(small))]
    if "?" in printed:  # the card says it in words of its own
        card = replace(CARD, title=name)
        sheets.append((recipe_card_pdf(card), recipe_card_html(card)))
    for pdf, web in sheets:
        document = pypdfium2.PdfDocument(pdf)
        text = " ".join(document[0].get_textpage().get_text_bounded().split())
        document.close()
        assert text.startswith(printed)
        assert ("letters that cannot be printed here" in text) == ("?" in printed)
        assert name in web
        assert "cannot be printed" not in web


def test_a_stop_is_on_card_and_label():
    request = MixRequest(strength="25 %", batch="30 g")
    assert share.make_card(request, made_on=DAY).stop.startswith("STOP: ")
    assert share.make_label(request, made_on=DAY).stopped.startswith("STOP: ")


def test_a_reading_on_the_way_is_in_the_protocol():
    request = replace(share.preset("start_10"), added="0.2 g", reading="2.9")
    steps = " ".join(share.make_card(request, made_on=DAY).protocol)
    assert f"pH 2.9 was read with 0.2{THIN}g of baking soda" in steps
    assert re.search(r"Add 0\.1\d.g more \(.*g\), stir, and measure again", steps)
