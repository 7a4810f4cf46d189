"""The rules that a row, a column or a file is held to: each with a name, a sentence, and what to do."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Severity(StrEnum):
    """What a rule does when it speaks."""

    STOP = "stop"
    """Nothing of the source is loaded; what was loaded before stays."""
    ERROR = "error"
    """The row is refused and kept aside."""
    WARNING = "warning"
    """The row is kept, and the finding is counted."""
    NOTE = "note"
    """Nothing is wrong. The finding is counted, so that every row can be accounted for."""


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule, in words that a clerk can act on."""

    rule_id: str
    severity: Severity
    sentence: str
    what_to_do: str


def _rule(rule_id: str, severity: Severity, sentence: str, what_to_do: str) -> Rule:
    return Rule(rule_id=rule_id, severity=severity, sentence=sentence, what_to_do=what_to_do)


_STOP, _ERROR, _WARNING, _NOTE = Severity.STOP, Severity.ERROR, Severity.WARNING, Severity.NOTE

LEFT_OUT: Final = "left_out_by_county"
MENDED: Final = "mended_row"
NO_EVENT: Final = "no_event"
READ_ELSEWHERE: Final = "read_elsewhere"
OUTCOME_CERTAIN: Final = "outcome_certain"
POPULATION: Final = "population_off"
VOLUME: Final = "volume_off"
LATE: Final = "months_late"
EMPTY: Final = "often_empty"
EMPTY_FOR_SOME: Final = "empty_for_some"
OF_A_WHOLE_LOAD: Final = frozenset({POPULATION, VOLUME, LATE, EMPTY, EMPTY_FOR_SOME})
"""Rules about all rows of a source together, which only warn."""

RULES: Final[dict[str, Rule]] = {
    rule.rule_id: rule
    for rule in (
        _rule(
            "file_missing",
            _STOP,
            "The file is not there.",
            "Put the file into the folder, or correct file in the county file.",
        ),
        _rule("file_empty", _STOP, "The file is empty.", "Export the file again."),
        _rule(
            "wrong_encoding",
            _STOP,
            "The file is written in another encoding than the county file says.",
            "Set encoding in the county file to the one that the export uses, or export the file as UTF-8.",
        ),
        _rule("no_rows", _STOP, "The file has a header and no rows.", "Export the file again."),
        _rule(
            "wrong_delimiter",
            _STOP,
            "The columns are separated by another sign than expected.",
            "Set delimiter in the county file to the sign that the file uses.",
        ),
        _rule(
            "column_missing",
            _STOP,
            "A column that the county file names is not there.",
            "Correct the name under [source.columns] in the county file, or export the column again.",
        ),
        _rule(
            "column_twice",
            _STOP,
            "A column is there twice, so it is not clear which one counts.",
            "Rename one of the two columns in the export.",
        ),
        _rule(
            "broken_quote",
            _STOP,
            "A quotation mark is opened and never closed, so the rows cannot be told apart.",
            "Mend the quotation mark in that line, or export the file again.",
        ),
        _rule(
            "file_changed",
            _STOP,
            "The file was replaced or changed while it was read.",
            "Wait until the export has finished, then run again.",
        ),
        _rule(
            "broken_package",
            _STOP,
            "The packed file (.zip or .gz) is damaged.",
            "Pack or export the file again.",
        ),
        _rule(
            "locked_package",
            _STOP,
            "The packed file has a password.",
            "Unpack it yourself, or export it without a password.",
        ),
        _rule(
            "which_inside",
            _STOP,
            "It is not clear which file inside the packed file is meant.",
            "Set inside in the county file to the name of the file in the .zip file.",
        ),
        _rule(
            "not_excel",
            _STOP,
            "The file is no Excel file (.xlsx), or it is damaged.",
            "Open it in Excel and save it as .xlsx, without a password.",
        ),
        _rule(
            "sheet_missing",
            _STOP,
            "The sheet that the county file names is not there.",
            "Correct sheet in the county file, or the name of the sheet.",
        ),
        _rule("not_parquet", _STOP, "The file is no Parquet file, or it is damaged.", "Export the file again."),
        _rule(
            "database_not_named",
            _STOP,
            "The address of the database is not set, or is no address.",
            "Set the environment variable that url_setting names to the address of the database.",
        ),
        _rule(
            "database_silent",
            _STOP,
            "The database does not answer, or does not know the table, or may not show it.",
            "Ask whoever runs the database whether it is up, and whether this user may read the table.",
        ),
        _rule(
            "ragged_row",
            _ERROR,
            "The row has more or fewer cells than the header.",
            "Look for a missing or an extra separator in that line.",
        ),
        _rule(
            "duplicate_row",
            _ERROR,
            "The same row, cell by cell, was there already.",
            "Nothing, if the export repeats rows. The first one was kept.",
        ),
        _rule(
            LEFT_OUT,
            _ERROR,
            "The county leaves such rows out.",
            "Nothing, as long as the reason holds. The rule stands under [[source.only]] in the county file.",
        ),
        _rule(
            "read_by_no_source",
            _ERROR,
            "No source of the county file reads rows with this value.",
            "Add the value under [[source.only]] of the source that should read such rows, or make a source for them.",
        ),
        _rule(
            "joined_row_missing",
            _ERROR,
            "The file that completes this row has no row with this key.",
            "Export both files again, on the same day. If it may be missing, set missing to keep in the county file.",
        ),
        _rule(
            "joined_rows_differ",
            _ERROR,
            "The file that completes this row has several rows with this key, and they do not agree.",
            "Remove the wrong one, or say under [[source.join]] with first_by which one counts.",
        ),
        _rule(
            "unknown_kind",
            _ERROR,
            "The county file does not say what kind of thing a row with this code is.",
            "Add the code under [source.kind_from] in the county file.",
        ),
        _rule(
            "missing_person_key",
            _ERROR,
            "The row does not say which person it is about.",
            "Fill in the person's key in the source system.",
        ),
        _rule("missing_start", _ERROR, "The start date is empty.", "Fill in the date in the source system."),
        _rule(
            "unreadable_date",
            _ERROR,
            "The date does not exist, or is not written in a form that the county file names.",
            "Correct the date, or add its form to date_formats in the county file.",
        ),
        _rule(
            "unreadable_days",
            _ERROR,
            "The number of days is no whole number from 0 to 36,525.",
            "Correct the number in the source system.",
        ),
        _rule(
            "date_too_early",
            _ERROR,
            "The date lies before 1900.",
            "Correct the date in the source system.",
        ),
        _rule(
            "future_date",
            _ERROR,
            "The date lies after the last day that the files cover.",
            "Correct the date, or move last_on in the county file.",
        ),
        _rule(
            "end_before_start",
            _ERROR,
            "The stay ends before it begins.",
            "Correct one of the two dates in the source system.",
        ),
        _rule(
            NO_EVENT,
            _NOTE,
            "The date is empty, which here means that nothing happened. There is nothing to count in such a row.",
            "Nothing, if that is so. Otherwise remove empty_start from the county file.",
        ),
        _rule(
            READ_ELSEWHERE,
            _NOTE,
            "Another source reads these rows from the same file.",
            "Nothing.",
        ),
        _rule(
            "joined_rows_unused",
            _NOTE,
            "Rows of a second file that belong to no row of this one. They were not used.",
            "Nothing, if the second file covers more. Otherwise export both files again, on the same day.",
        ),
        _rule(
            "no_person_key",
            _NOTE,
            "The file does not say which person a row is about. Each row counts as a person of its own, so someone who is in "
            "the file twice counts twice.",
            "Nothing, if the file has no such column. Otherwise name it under [source.columns] as person_key.",
        ),
        _rule(
            "day_stands_for_year",
            _NOTE,
            "The file gives a year and no day. One day of the year stands for all of it.",
            "Nothing, if the file has no date. Compare whole years only.",
        ),
        _rule(
            "start_not_known",
            _NOTE,
            "The file says when the stay ended, and not when it began. Such a stay has no length.",
            "Nothing, if the file has no such column.",
        ),
        _rule(
            "end_not_known",
            _NOTE,
            "The file says when the stay began, and not when it ended. It counts as still open.",
            "Nothing, if the file has no such column.",
        ),
        _rule(
            MENDED,
            _NOTE,
            "The row was refused as it arrived. Someone mended it here, and the mended row counts.",
            "Mend the row in the source system too.",
        ),
        _rule(
            "unknown_code",
            _WARNING,
            "The code is not named in the county file. It is counted as 'code not known'.",
            "Add the code under [source.codes] or [source.charges] in the county file.",
        ),
        _rule(
            "implausible_age",
            _WARNING,
            "The age is under 10 or over 110. The row was kept, and the age is counted as not stated.",
            "Correct the age or the birth date in the source system.",
        ),
        _rule(
            "unreadable_age",
            _WARNING,
            "The age or birth date cannot be read. The row was kept, and the age is counted as not stated.",
            "Correct the age or the birth date in the source system.",
        ),
        _rule(
            "other_encoding",
            _WARNING,
            "Some letters were not written in the encoding that the county file names. They were read as Latin-1.",
            "Set encoding in the county file, often to cp1252.",
        ),
        _rule(
            "nul_bytes",
            _WARNING,
            "The row held bytes without meaning (NUL). They were taken out and the row was kept.",
            "Export the file again if this happens often.",
        ),
        _rule(
            "person_values_differ",
            _WARNING,
            "The records of one person do not agree. Each stay counts with what its own record says.",
            "Nothing is lost. A high count may mean that two people share one key.",
        ),
        _rule(
            POPULATION,
            _WARNING,
            "The people there on an average day do not fit the bookings and the length of stay. Often ends are missing.",
            "Look for stays that ended long ago and have no end in the file. A stay that is really still open is no mistake.",
        ),
        _rule(
            VOLUME,
            _WARNING,
            "A month holds far more or fewer rows than the same month a year before.",
            "Ask whether the month was exported whole. If the change is real, nothing needs to be done.",
        ),
        _rule(
            LATE,
            _WARNING,
            "The last months hold far fewer rows than usual. They may not all have arrived, and new numbers would be wrong.",
            "Set last_on of the source in the county file to the day through which the records are whole.",
        ),
        _rule(
            EMPTY,
            _WARNING,
            "A field is often unknown.",
            "Ask whether the source system holds it. Until then read numbers by this field with care.",
        ),
        _rule(
            EMPTY_FOR_SOME,
            _WARNING,
            "A field is unknown far more often for some people than for others.",
            "Ask why it is not recorded for them. Until then do not compare groups by this field.",
        ),
        _rule(
            OUTCOME_CERTAIN,
            _WARNING,
            "From some day on, the same thing happened to everyone. A file looks like this when it drops the people to whom "
            "nothing happened. Then every share is too high.",
            "Ask for all people from that day on, or set last_on in the county file so early that those days do not count.",
        ),
    )
}


class StopLoadError(Exception):
    """A rule of severity stop: the source is not loaded, and what was loaded before stays."""

    def __init__(self, rule_id: str, what: str) -> None:
        """Name the rule and say what happened where; the remedy comes from the rule."""
        self.rule = RULES[rule_id]
        super().__init__(f"{what} {self.rule.what_to_do}")
