"""A wrong county file is told what to mend: the file, the key and the remedy, and nothing else happens."""

from pathlib import Path

import pytest

from data_access.county import CountyFileError, read_county

RIGHT = """\
name = "Tiny County"
time_zone = "America/Denver"

[data_span]
rule = "latest"

[[grouping]]
id = "sex"
label = "Sex"
field = "sex"
groups = [{ id = "female", label = "Women", people = "women" }, { id = "male", label = "Men", people = "men" }]

[[grouping]]
id = "age_band"
label = "Age"
field = "age_at_start"
groups = [
  { id = "young", label = "Under 25", people = "people under 25", to = 24 },
  { id = "older", label = "25 and older", people = "people aged 25 and older", from = 25 },
]

[[source]]
id = "jail"
title = "Jail stays"
agency = "Tiny County Sheriff"
system = "jail"
kind = "custody"
file = "stays.csv"

[source.columns]
person_key = "id"
start = "in"
end = "out"
age_at_start = "age"
sex = "sex"
charge = "charge"

[source.date_formats]
start = ["%Y-%m-%d"]
end = ["%Y-%m-%d"]

[source.codes.sex]
F = "female"
M = "male"

[source.charges.categories]
violent = ["1"]
"""


PROGRAM = """\
[[program]]
id = "court"
name = "Treatment court"
about = "It helps people who face charges."
intercept = 3
codes = ["TC-1", "TC-2"]

"""
WITH_PROGRAMS = (
    RIGHT.replace(
        "[[source]]",
        PROGRAM
        + """\
[[program]]
id = "navigator"
name = "Navigator"
about = "It helps people who come home."
intercept = 4
codes = ["RN"]
randomised = true

[program.compare]
could = "referred"
opened_on = 2020-01-01

[[source]]""",
    )
    + """
[[source]]
id = "visits"
title = "Visits"
agency = "Tiny County"
system = "program"
kind = "service"
file = "visits.csv"

[source.columns]
person_key = "id"
start = "on"

[source.date_formats]
start = ["%Y-%m-%d"]

[source.constants]
program_id = "RN"
"""
)


def write(tmp_path: Path, text: str | bytes) -> str:
    folder = tmp_path / "tiny"
    folder.mkdir()
    (folder / "county.toml").write_bytes(text if isinstance(text, bytes) else text.encode())
    return str(folder)


def changed(old: str, new: str) -> str:
    assert RIGHT.count(old) == 1, f"the example holds {old!r} {RIGHT.count(old)} times"
    return RIGHT.replace(old, new)


def test_the_example_that_the_others_spoil_is_right(tmp_path: Path) -> None:
    county = read_county(write(tmp_path, RIGHT))
    assert (county.id, county.name, county.episode_gap_days) == ("tiny", "Tiny County", 1)
    assert [source.id for source in county.sources] == ["jail"]


def test_a_file_saved_with_a_byte_order_mark_is_read_like_one_without(tmp_path: Path) -> None:
    assert read_county(write(tmp_path, b"\xef\xbb\xbf" + RIGHT.encode())).name == "Tiny County"


def test_a_file_with_windows_line_ends_is_read_like_one_without(tmp_path: Path) -> None:
    assert read_county(write(tmp_path, RIGHT.replace("\n", "\r\n"))).name == "Tiny County"


WRONG = {
    "unknown key": (
        'time_zone = "America/Denver"',
        'time_zone = "America/Denver"\nepisode_gap = 1',
        ["episode_gap", "spelling"],
    ),
    "unknown key in a source": (
        'agency = "Tiny',
        'department = "x"\nagency = "Tiny',
        ["source[1].department", "remove"],
    ),
    "missing key": ('name = "Tiny County"\n', "", ["name", "is missing", "add it"]),
    "missing key in a source": ('file = "stays.csv"\n', "", ["source[1]", "file is missing", "add it"]),
    "missing data span": ('[data_span]\nrule = "latest"\n', "", ["data_span", "is missing"]),
    "no source": (RIGHT[RIGHT.index("[[source]]") :], "", ["source", "is missing"]),
    "bad time zone": ("America/Denver", "Mountain time", ["time_zone", "America/New_York"]),
    "a time zone that reaches outside": ("America/Denver", "../../etc/passwd", ["time_zone", "America/New_York"]),
    "gap is not a number": ("[data_span]", 'episode_gap_days = "one"\n\n[data_span]', ["episode_gap_days", "one"]),
    "gap below zero": ("[data_span]", "episode_gap_days = -1\n\n[data_span]", ["episode_gap_days", "-1"]),
    "fixed span without its day": ('rule = "latest"', 'rule = "fixed"', ["data_span", "last_on", "2019-12-31"]),
    "latest span with a day": (
        'rule = "latest"',
        'rule = "latest"\nlast_on = 2024-12-31',
        ["data_span", "remove last_on"],
    ),
    "span that ends before it begins": (
        'rule = "latest"',
        'rule = "fixed"\nfirst_on = 2025-01-01\nlast_on = 2024-12-31',
        ["data_span", "swap"],
    ),
    "impossible day": ('rule = "latest"', 'rule = "latest"\nfirst_on = "2024-02-30"', ["data_span.first_on"]),
    "overlapping age bands": ("from = 25", "from = 24", ["grouping[2]", "24", "one group"]),
    "age band without bounds": (", from = 25", "", ["grouping[2]", "'older'", "from, to or both"]),
    "bounds on a group that is not of ages": (
        'people = "women" }',
        'people = "women", to = 3 }',
        ["grouping[1]", "'female'", "remove"],
    ),
    "two groups with one id": ('id = "male"', 'id = "female"', ["grouping[1]", "share an id"]),
    "two groupings with one id": ('id = "age_band"', 'id = "sex"', ["two groupings share an id"]),
    "grouping by a field that no source carries": (
        'age_at_start = "age"\n',
        "",
        ["grouping 'age_band'", "birth_date", "remove the grouping"],
    ),
    "grouping by a field that does not exist": (
        'field = "sex"',
        'field = "shoe_size"',
        ["grouping[1].field", "race_eth"],
    ),
    "unmapped field": ('charge = "charge"', 'charge = "charge"\nshoe_size = "x"', ["columns.shoe_size", "person_key"]),
    "no column for the person": ('person_key = "id"\n', "", ["columns.person_key is missing"]),
    "no column for the end": ('end = "out"\n', "", ["columns.end is missing"]),
    "moment with an end": ('kind = "custody"', 'kind = "arrest"', ["source[1]", "columns.end", "arrest", "remove"]),
    "empty_start that we do not have": (
        'kind = "custody"',
        'kind = "custody"\nempty_start = "skip"',
        ["source[1].empty_start", "skip", "no_event"],
    ),
    "rule without a reason": (
        "[source.codes.sex]",
        '[[source.only]]\ncolumn = "found"\nvalues = ["Y"]\n\n[source.codes.sex]',
        ["source[1].only[1]", "why is missing"],
    ),
    "rule that takes nothing": (
        "[source.codes.sex]",
        '[[source.only]]\ncolumn = "found"\nvalues = []\nwhy = "x"\n\n[source.codes.sex]',
        ["source[1].only[1].values"],
    ),
    "two rules about one column": (
        "[source.codes.sex]",
        '[[source.only]]\ncolumn = "found"\nvalues = ["Y"]\nwhy = "x"\n\n' * 2 + "[source.codes.sex]",
        ["source[1]", "source.only", "same column"],
    ),
    "kind that we do not have": ('kind = "custody"', 'kind = "parole"', ["source[1].kind", "parole", "assessment"]),
    "no date format": ('end = ["%Y-%m-%d"]\n', "", ["date_formats.end is missing", "%Y-%m-%d"]),
    "date format without its column": (
        'end = ["%Y-%m-%d"]',
        'end = ["%Y-%m-%d"]\nbirth_date = ["%Y"]',
        ["date_formats.birth_date"],
    ),
    "codes for no column": (
        "[source.codes.sex]",
        '[source.codes.severity]\nA = "felony"\n\n[source.codes.sex]',
        ["codes.severity", "columns.severity"],
    ),
    "column without codes": ('[source.codes.sex]\nF = "female"\nM = "male"\n', "", ["codes.sex is missing", "'sex'"]),
    "code mapped onto a word that we do not have": (
        'F = "female"',
        'F = "woman"',
        ["codes.sex.F", "'woman'", "female"],
    ),
    "codes for a field that has none": (
        "[source.codes.sex]",
        '[source.codes.charge]\nA = "violent"\n\n[source.codes.sex]',
        ["codes.charge", "remove"],
    ),
    "charge without categories": ('[source.charges.categories]\nviolent = ["1"]\n', "", ["columns.charge", "charges"]),
    "offense category that we do not have": (
        'violent = ["1"]',
        'loud = ["1"]',
        ["source[1].charges.categories", "loud"],
    ),
    "unknown system": ('system = "jail"', 'system = "prison ship"', ["source[1].system", "prison ship", "jail"]),
    "unknown encoding": ('file = "stays.csv"', 'file = "stays.csv"\nencoding = "klingon"', ["encoding", "latin-1"]),
    "program without a source that tells it": (
        "[[source]]",
        PROGRAM + "[[source]]",
        ["program_id", "[source.constants]"],
    ),
    "program at no place of the path": (
        "[[source]]",
        PROGRAM.replace("intercept = 3", "intercept = 6") + "[[source]]",
        ["program[1].intercept", "6"],
    ),
    "program without a code": (
        "[[source]]",
        PROGRAM.replace('["TC-1", "TC-2"]', "[]") + "[[source]]",
        ["program[1].codes"],
    ),
    "delimiter of two characters": ('file = "stays.csv"', 'file = "stays.csv"\ndelimiter = "||"', ["delimiter", "||"]),
}


@pytest.mark.parametrize(("old", "new", "words"), WRONG.values(), ids=WRONG.keys())
def test_a_wrong_file_gets_the_file_the_key_and_the_remedy(
    tmp_path: Path, old: str, new: str, words: list[str]
) -> None:
    county = write(tmp_path, changed(old, new))
    with pytest.raises(CountyFileError) as caught:
        read_county(county)
    message = str(caught.value)
    assert message.startswith("tiny/county.toml: ")
    assert len(message.splitlines()) == 1, "one mistake gets one line"
    for word in words:
        assert word in message
    assert "Value error" not in message
    assert "https://" not in message


FITS_NOT = {
    "two programs with one id": ('id = "navigator"', 'id = "court"', ["two programs share an id"]),
    "one code in two programs": ('["RN"]', '["TC-1"]', ["'navigator'", "'TC-1'", "'court'"]),
    "a program that is treatment": ('name = "Navigator"', 'name = "Opioid treatment"', ["'navigator'", "Part 2"]),
    "an id that has a meaning": ('id = "navigator"', 'id = "all"', ["program[2].id", "another id"]),
    "a code that no program has": ('program_id = "RN"', 'program_id = "XX"', ["'visits'", "'XX'", "add it"]),
    "records that need consents": ('kind = "service"', 'kind = "service"\npart_2 = true', ["'visits'", "Part 2"]),
    "a step that nobody takes": ('could = "referred"', 'could = "willing"', ["program[2].compare.could", "referred"]),
    "a clock without a step": ('could = "referred"', 'could = "everyone"\nstart = "step"', ["start", "found_eligible"]),
    "an outcome that is no booking": (
        'could = "referred"',
        'could = "referred"\nmeasure = "reconviction"',
        ["program[2].compare.measure", "rebooking"],
    ),
    "something known before that is not": (
        'could = "referred"',
        'could = "referred"\ncovariates = ["sex", "mood"]',
        ["'navigator'", "mood", "bookings_before"],
    ),
    "something known before named twice": (
        'could = "referred"',
        'could = "referred"\ncovariates = ["age", "age"]',
        ["'navigator'", "twice"],
    ),
    "too many days of grace": (
        'could = "referred"',
        'could = "referred"\ngrace_days = 91',
        ["program[2].compare.grace_days", "90"],
    ),
    "a grouping named like the programs": ('id = "age_band"', 'id = "program"', ["grouping", "another id"]),
}


@pytest.mark.parametrize(("old", "new", "words"), FITS_NOT.values(), ids=FITS_NOT.keys())
def test_programs_that_do_not_fit_are_told_why(tmp_path: Path, old: str, new: str, words: list[str]) -> None:
    assert WITH_PROGRAMS.count(old) == 1
    assert [one.intercept for one in read_county(write(tmp_path, WITH_PROGRAMS)).programs] == [3, 4]
    (tmp_path / "tiny" / "county.toml").write_text(WITH_PROGRAMS.replace(old, new))
    with pytest.raises(CountyFileError) as caught:
        read_county(str(tmp_path / "tiny"))
    message = str(caught.value)
    assert message.startswith("tiny/county.toml: ")
    for word in words:
        assert word in message


def test_a_source_cannot_cover_more_than_the_span(tmp_path: Path) -> None:
    text = changed('rule = "latest"', 'rule = "fixed"\nlast_on = 2024-12-31')
    with pytest.raises(CountyFileError, match=r"source 'jail' has a last_on after the one of \[data_span\]"):
        read_county(write(tmp_path, text.replace('file = "stays.csv"', 'file = "stays.csv"\nlast_on = 2025-01-01')))


def test_every_wrong_key_is_told_at_once(tmp_path: Path) -> None:
    text = (
        changed('name = "Tiny County"\n', "").replace("America/Denver", "Nowhere").replace('file = "stays.csv"\n', "")
    )
    with pytest.raises(CountyFileError) as caught:
        read_county(write(tmp_path, text))
    lines = str(caught.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("tiny/county.toml: ") for line in lines)


@pytest.mark.parametrize("spoilt", ["name = \n", "[[source]\n", "name = Tiny\n", 'name = "Tiny\n', "name\n", "\x00\n"])
def test_bad_toml_names_the_file_and_the_line(tmp_path: Path, spoilt: str) -> None:
    with pytest.raises(CountyFileError, match=r"tiny/county\.toml is not valid TOML.*line 2.*Mend"):
        read_county(write(tmp_path, f"# a comment\n{spoilt}{RIGHT}"))


def test_a_file_that_is_not_utf_8_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(CountyFileError, match=r"tiny/county\.toml is not UTF-8 text.*Save it as UTF-8"):
        read_county(write(tmp_path, changed("Tiny County Sheriff", "Peña County Sheriff").encode("latin-1")))


def test_an_empty_file_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(CountyFileError) as caught:
        read_county(write(tmp_path, ""))
    for key in ("name", "time_zone", "data_span", "grouping", "source"):
        assert f"tiny/county.toml: {key}: is missing: add it" in str(caught.value)


def test_a_county_that_is_not_there_gets_the_list_of_those_that_are(tmp_path: Path) -> None:
    with pytest.raises(CountyFileError, match=r"no county 'atlantis'.*broward-county, .*made-up, new-york-city"):
        read_county("atlantis")
    with pytest.raises(CountyFileError, match="no county"):
        read_county(str(tmp_path))
