"""Which export a sheet is: by its headers, never by its name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from csbook.imports.faults import HeaderTwice, SeveralExports, UnknownExport
from csbook.imports.headers import HeaderRow, header_rows, normalised
from csbook.imports.profiles import Field, Profile, Sureness
from csbook.imports.reading import Sheet
from csbook.problems import Words

ORDER_NUMBERS: Final = ("订单号", "订单编号")


@dataclass(frozen=True)
class Match:
    """A sheet with the profile that knows it. `known`: how many of its headers the profile knows."""

    profile: Profile
    sheet: Sheet
    header: HeaderRow
    known: int

    def place(self, headers: Iterable[str]) -> int | None:
        """The column (counted from 0) of the first of these headers that the sheet has.

        Raises `HeaderTwice`.
        """
        for header in headers:
            wanted = normalised(header)
            if found := self.header.headers.count(wanted):
                if found > 1:
                    raise HeaderTwice(self.sheet.file, header)
                return self.header.headers.index(wanted)
        return None

    @property
    def unknown(self) -> list[str]:
        """The sheet's headers that the profile says nothing about, as they stand there."""
        pairs = zip(self.header.headers, self.header.texts, strict=True)
        return [text for header, text in pairs if header and header not in self.profile.known_headers]


def recognise(sheets: Sequence[Sheet], profiles: Sequence[Profile], platform: str | None) -> list[Match]:
    """The sheets of one file that are exports; what else it holds is left out.

    `platform` decides where two profiles know as many headers. Raises `UnknownExport` when none of the
    sheets is known, `SeveralExports`.
    """
    matches = [match for sheet in sheets if (match := match_of(sheet, profiles, platform))]
    if not matches:
        name, lacking = nearest(sheets, profiles)
        raise UnknownExport(sheets[0].file, name, lacking, of_orders=names_orders(sheets))
    return matches


def match_of(sheet: Sheet, profiles: Sequence[Profile], platform: str | None) -> Match | None:
    """The profile that knows most headers of the sheet, among those whose needed headers are all there;
    a user's own before a built-in one that knows no more."""
    found = [match for profile in profiles if (match := best_row(sheet, profile))]
    if not found:
        return None
    most = max(match.known for match in found)
    best = [match for match in found if match.known == most]
    own = [match for match in best if match.profile.sureness is Sureness.OWN]
    best = own or best
    if len(best) > 1:
        best = [match for match in best if platform in match.profile.platforms] or best
    if len(best) > 1:
        raise SeveralExports(sheet.file, [match.profile.title for match in best])
    return best[0]


def best_row(sheet: Sheet, profile: Profile) -> Match | None:
    rows = header_rows(sheet, profile.data_from or len(sheet.rows) + 1)
    matches = [Match(profile, sheet, row, known_headers(row, profile)) for row in rows if fits(row, profile)]
    return max(matches, key=lambda match: match.known, default=None)


def fits(row: HeaderRow, profile: Profile) -> bool:
    present = set(row.headers)
    return not missing(present, profile) and not any(normalised(h) in present for h in profile.without)


def missing(present: set[str], profile: Profile) -> list[str]:
    """The needed headers that are not there, each in its usual spelling."""
    return list(
        dict.fromkeys(
            field.headers[0] for field in profile.fields if field.needed and not has(present, field)
        )
    )


def has(present: set[str], field: Field) -> bool:
    return any(normalised(header) in present for header in field.headers)


def known_headers(row: HeaderRow, profile: Profile) -> int:
    return len(profile.known_headers & set(row.headers))


def nearest(sheets: Sequence[Sheet], profiles: Sequence[Profile]) -> tuple[Words | None, list[str]]:
    """The profile that lacks the smallest share of its needed headers, and which; none where no sheet has
    a needed header of any."""
    best: tuple[float, Words, list[str]] | None = None
    for sheet in sheets:
        for profile in profiles:
            needed = missing(set(), profile)
            for row in header_rows(sheet, profile.data_from or len(sheet.rows) + 1):
                lacking = missing(set(row.headers), profile)
                share = len(lacking) / max(len(needed), 1)
                if lacking and share < (best[0] if best else 1):
                    best = share, profile.title, lacking
    return (best[1], best[2]) if best else (None, [])


def names_orders(sheets: Sequence[Sheet]) -> bool:
    """Whether a header is that of an order's number, as every platform's export of orders has one."""
    rows = (row for sheet in sheets for row in header_rows(sheet, len(sheet.rows) + 1))
    return any(header.endswith(ORDER_NUMBERS) for row in rows for header in row.headers)
