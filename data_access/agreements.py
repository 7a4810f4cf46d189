"""A county's register of data-sharing agreements (agreements.toml): which records may be used for what, on which days."""

import datetime as dt
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final, Self

from pydantic import Field, ValidationError, model_validator

from data_access.file_errors import told
from data_access.mapping_words import Identifier, Part, Word

AGREEMENTS_FILE: Final = "agreements.toml"


class AgreementsFileError(Exception):
    """A register that cannot be used; the message names the file, each wrong key and the remedy."""


class Contact(Part):
    """Whom residents ask. how says how to reach the office; objections says what someone can do who does not agree."""

    office: Word
    how: Word
    objections: Word


class OpenData(Part):
    """Who published records that everyone may have, and under which terms."""

    publisher: Word
    license: Word


class Agreement(Part):
    """One agreement: who shares which sources, what data, for what and on which legal ground, from when, until when.

    Both days are inside; without end it goes on. keep_days is how long records stay after the agreement has ended, or
    keep_until on which day they must be gone at the latest; open data need neither. contact answers for the agreement.
    """

    id: Identifier
    parties: tuple[Word, ...] = Field(min_length=1)
    sources: tuple[Identifier, ...] = Field(min_length=1)
    data: Word
    purpose: Word
    legal_basis: Word
    start: dt.date
    end: dt.date | None = None
    keep_days: int | None = Field(default=None, ge=0, le=36_525)
    keep_until: dt.date | None = None
    open_data: OpenData | None = None
    contact: Word

    @model_validator(mode="after")
    def _days_fit(self) -> Self:
        if self.end is not None and self.end < self.start:
            raise ValueError("end is before start: correct one of them")
        if len(set(self.sources)) < len(self.sources):
            raise ValueError("sources names a source twice: remove one")
        given = (self.keep_days is not None) + (self.keep_until is not None)
        if self.open_data is None and given != 1:
            raise ValueError("retention is missing or told twice: give either keep_days or keep_until")
        if self.open_data is not None and given:
            raise ValueError("open data may be kept as long as one likes: remove keep_days and keep_until")
        return self

    def holds_on(self, day: dt.date) -> bool:
        """Whether the agreement has begun and not ended."""
        return self.start <= day and (self.end is None or day <= self.end)


class WithoutAgreement(StrEnum):
    """Why no agreement covers a source on a day."""

    ENDED = "agreement_ended"
    NOT_BEGUN = "agreement_not_begun"


@dataclass(frozen=True, kw_only=True)
class NotCovered:
    """That a source is not covered: why, by which agreement, and the day on which that ended or will begin."""

    why: WithoutAgreement
    agreement_id: str
    on: dt.date


class Register(Part):
    """All agreements of a county, and whom residents ask. Every source of the county is in one at least."""

    contact: Contact
    agreements: tuple[Agreement, ...] = Field(alias="agreement", min_length=1)

    @model_validator(mode="after")
    def _ids_differ(self) -> Self:
        ids = [agreement.id for agreement in self.agreements]
        if len(set(ids)) < len(ids):
            raise ValueError("two agreements share an id: give each its own")
        return self

    def texts(self) -> frozenset[str]:
        """Return every text of the register that a page may show."""
        said = [self.contact.office, self.contact.how, self.contact.objections]
        for one in self.agreements:
            said += [one.data, one.purpose, one.legal_basis]
            said += [one.open_data.publisher, one.open_data.license] if one.open_data else []
        return frozenset(said)

    def of(self, source_id: str) -> tuple[Agreement, ...]:
        """Return the agreements that name a source, the earliest first."""
        named = [agreement for agreement in self.agreements if source_id in agreement.sources]
        return tuple(sorted(named, key=lambda agreement: agreement.start))

    def not_covered(self, source_id: str, day: dt.date) -> NotCovered | None:
        """Return why no agreement covers a source on a day; None where one does.

        Where one has ended and the next has not begun, the one that ended is named: it is why the records are gone now.
        """
        named = self.of(source_id)
        if any(agreement.holds_on(day) for agreement in named):
            return None
        ended = [(agreement.end, agreement.id) for agreement in named if agreement.end and agreement.end < day]
        if ended:
            on, agreement_id = max(ended)
            return NotCovered(why=WithoutAgreement.ENDED, agreement_id=agreement_id, on=on)
        next_one = named[0]
        return NotCovered(why=WithoutAgreement.NOT_BEGUN, agreement_id=next_one.id, on=next_one.start)


def read_register(folder: Path, source_ids: Sequence[str]) -> Register | None:
    """Read the register of a county folder; None where there is none, AgreementsFileError where it is wrong.

    A source that no agreement names is a mistake, not a source without limits: whoever keeps a register lists everything.
    """
    path = folder / AGREEMENTS_FILE
    if not path.is_file():
        return None
    shown = f"{folder.name}/{AGREEMENTS_FILE}"
    try:
        register = Register.model_validate(tomllib.loads(path.read_text("utf-8-sig")))
    except tomllib.TOMLDecodeError as error:
        raise AgreementsFileError(f"{shown} is not valid TOML: {error}. Mend that line and run again.") from None
    except UnicodeDecodeError as error:
        message = f"{shown} is not UTF-8 text (byte {error.start}). Save it as UTF-8 and run again."
        raise AgreementsFileError(message) from None
    except ValidationError as error:
        raise AgreementsFileError(told(error, shown)) from None
    problems = [
        f"{shown}: agreement[{number}].sources: the county has no source {source_id!r}: correct its spelling or remove it"
        for number, agreement in enumerate(register.agreements, 1)
        for source_id in agreement.sources
        if source_id not in source_ids
    ]
    problems += [
        f"{shown}: agreement: none names the source {source_id!r}: add it to the sources of one"
        for source_id in source_ids
        if not register.of(source_id)
    ]
    if problems:
        raise AgreementsFileError("\n".join(problems))
    return register
