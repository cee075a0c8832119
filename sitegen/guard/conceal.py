"""The gate that every record passes before anything is derived from it.

Behind it no private name stands anywhere: household heads and other persons are masked, parties are masked
name by name unless they are organisations, and the exact names of the board's households are masked inside
other text. Numbers that may never be published are reported at the gate.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sitegen.diagnostics import Report, error, warning
from sitegen.fields import Field, Many, One, Party, Person, Phone, Text, Texts, Type
from sitegen.guard.health import health_word
from sitegen.guard.names import NameMasker, mask_name, mask_party
from sitegen.guard.numbers import find_numbers, may_hold_number
from sitegen.settings import Allowance, Settings
from sitegen.sources.text import Source
from sitegen.tables import Record, Rows, Table, at

NUMBER = error(
    "privacy.number",
    "“{label}”里有完整的{kind}（{value}），属于个人隐私，任何地方都不得公开。",
    "请删去或只留姓氏、户号；确属单位公开的号码，可在 site.yaml 的 privacy.allow 里写明文件、字段和理由。",
    "“{label}” holds a full {kind} ({value}), which may never be published",
    "delete it; if an office publishes it for a reason, list it under privacy.allow in site.yaml",
)
HEALTH = warning(
    "privacy.health",
    "“{label}”里有健康方面的词“{word}”，和人写在一起会泄露病情。",
    "请换成不涉及病情的说法，如“因家庭困难”。",
    "“{label}” holds the health word “{word}” beside a person",
    "put it without the illness",
)
KINDS = {"identity_card": "身份证号码", "mobile": "手机号码", "bank_card": "银行卡号"}


def check_private(
    tables: Iterable[Sequence[Record]], sources: Sequence[Source], settings: Settings, report: Report
) -> None:
    """Report every value that may never be published. `tables` are the records, those of one table together;
    `sources` the files they come from."""
    # An escape in YAML (\\x31) hides a digit from a look at the raw text: such a file is read value by value.
    suspicious = {source.path for source in sources if may_hold_number(source.text) or "\\" in source.text}
    texts = {source.path: source.text for source in sources}
    sick: dict[str, bool] = {}
    for records in tables:
        persons = _person_attributes(records[0]) if records else ()
        if not persons and not suspicious:
            continue
        files = set(records.paths) if isinstance(records, Rows) else {r._source.path for r in records}
        if persons:
            sick.update({path: health_word(texts.get(path, "")) is not None for path in files - sick.keys()})
        for path in sorted(files):
            if path in suspicious or (persons and sick[path]):
                for record in [r for r in records if r._source.path == path]:
                    if path in suspicious or any(getattr(record, attribute) for attribute in persons):
                        _check_record(record, settings, report)


def _person_attributes(record: Record) -> tuple[str, ...]:
    return tuple(f.attribute for f in record._table.fields if f.type.person)


def _check_record(record: Record, settings: Settings, report: Report) -> None:
    has_person = any(getattr(record, attribute) for attribute in _person_attributes(record))
    for f in record._table.fields:
        value = getattr(record, f.attribute)
        if isinstance(f.type, One | Many):
            for inner in value if isinstance(value, list) else [value] if value else []:
                _check_record(inner, settings, report)
            continue
        for text in value if isinstance(value, tuple) else (value,):
            if isinstance(text, str):
                _check_text(record, f, text, has_person, settings, report)


def _check_text(
    record: Record, f: Field, text: str, has_person: bool, settings: Settings, report: Report
) -> None:
    if allowed(settings.allow, record._source.path, f):
        return
    for number in find_numbers(text):
        if not (isinstance(f.type, Phone) and number.kind == "mobile"):
            value = text[number.start : number.end]
            report.add(NUMBER, at(record, f.key), label=f.label, kind=KINDS[number.kind], value=value)
    if has_person and isinstance(f.type, Text) and (word := health_word(text)):
        report.add(HEALTH, at(record, f.key), label=f.label, word=word)


def allowed(allowances: Sequence[Allowance], path: str, f: Field | None) -> bool:
    """Whether `privacy.allow` exempts this field of this file (path from the site root)."""
    inside = path.partition("/")[2]
    names = {f.key, f.label, *f.labels} if f else {"body", "正文"}
    return any(a.file in (inside, path) and a.field in names for a in allowances)


def conceal(
    tables: Iterable[tuple[Table, Sequence[Record]]],
    sources: Sequence[Source],
    settings: Settings,
    masker: NameMasker,
    offices: Iterable[str] = (),
) -> None:
    """Mask every private name in the records, in place. `offices` are names of boards: those are no persons."""
    if settings.names == "full":
        return
    named = {source.path for source in sources if masker.search(source.text)}
    organisations = frozenset([*settings.organisations, *offices])
    for table, records in tables:
        for f in table.fields:
            _conceal_field(f, records, organisations, masker, named)


def _conceal_field(
    f: Field, records: Sequence[Record], organisations: frozenset[str], masker: NameMasker, named: set[str]
) -> None:
    attribute = f.attribute
    kind = f.type
    if isinstance(records, Rows):
        _conceal_column(f, records, organisations, masker, named)
    elif isinstance(kind, One | Many):
        inner = [getattr(r, attribute) for r in records]
        flat = [x for value in inner if value for x in (value if isinstance(value, list) else [value])]
        for nested in kind.table.fields:
            _conceal_field(nested, flat, organisations, masker, named)
    elif isinstance(kind, Person | Party):
        for record in records:
            value = getattr(record, attribute)
            if value is not None:
                setattr(record, attribute, _concealed(value, kind, organisations, masker))
    elif named and type(kind) in (Text, Texts):
        for record in records:
            value = getattr(record, attribute)
            if value is not None and record._source.path in named:
                setattr(record, attribute, _concealed(value, kind, organisations, masker))


def _conceal_column(
    f: Field, rows: Rows, organisations: frozenset[str], masker: NameMasker, named: set[str]
) -> None:
    text = type(f.type) in (Text, Texts)
    if not (isinstance(f.type, Person | Party) or (text and named.intersection(rows.paths))):
        return
    column = rows.column(f.key)
    shown = {
        value: _concealed(value, f.type, organisations, masker) for value in set(column) if value is not None
    }
    column[:] = map(shown.get, column)


def _concealed(value: Any, kind: Type, organisations: frozenset[str], masker: NameMasker) -> Any:
    """A value as it may be shown: a name masked as a whole, in a text the names of households."""
    if isinstance(kind, Person):
        return mask_name(value)
    if isinstance(kind, Party):
        return mask_party(value, organisations)
    return tuple(map(masker.mask, value)) if isinstance(value, tuple) else masker.mask(value)
