"""The one place where names of persons are masked.

A name keeps its first and last character. Whoever is not recognised as an organisation is masked: an
organisation masked by mistake is mended by a line under `privacy.organisations`, a published name by nothing.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from sitegen.guard.organisations import is_collective, is_organisation, plain_text
from sitegen.guard.surnames import COMPOUND, SURNAMES, has_compound, is_plainly_name, looks_like_name

__all__ = ["NameMasker", "is_organisation", "mask_name", "mask_party"]

_MASK_MARKS = re.compile(r"[*×xX○〇□某●✱]")
_BRACKETS = re.compile(r"([（(【\[〔][^（）()【】\[\]〔〕]*[）)】\]〕])")


def mask_name(name: str) -> str:
    """`name` of a person, masked: 王建国 → 王*国, 王伟 → 王*, 欧阳修 → 欧阳*, 欧阳文忠 → 欧阳*忠.

    Spaces within go; a note in brackets (王伟（大）) stays unless it may hold a name; what is masked already
    stays as it is.
    """
    parts = _BRACKETS.split(name)
    return "".join(_mask_aside(part) if place % 2 else _mask_bare(part) for place, part in enumerate(parts))


def _mask_bare(name: str) -> str:
    if not any(character.isalnum() for character in name):
        return name
    plain = plain_text(name)
    if _is_masked(plain):
        return name.strip()
    plain = _MASK_MARKS.sub("", plain) if not plain.isascii() else plain
    if len(plain) <= 2:
        return plain[:1] + "*"
    if has_compound(plain):
        return plain[:2] + "*" + plain[3:][-1:]
    return plain[0] + "*" + _last_letter(plain)


def _last_letter(plain: str) -> str:
    """The last letter, without the vowel signs and dots of Tibetan and other scripts that follow it."""
    return next((c for c in reversed(plain) if unicodedata.category(c)[0] != "M" and c != "\u0f0b"), "")


def _is_masked(plain: str) -> bool:
    """Whether no more of the name stands than masking would leave."""
    shown = _MASK_MARKS.sub("", plain)
    if shown == plain or (plain.isascii() and "*" not in plain):
        return False
    return len(shown) <= (3 if shown[:2] in COMPOUND else 2)


def _mask_aside(bracketed: str) -> str:
    """A note in brackets: it stays where it is an organisation or holds no character of a surname."""
    opening, note, closing = bracketed[0], bracketed[1:-1], bracketed[-1]
    pieces = _SEPARATORS.split(note)
    pieces[::2] = [piece if _is_harmless(piece) else _mask_bare(piece) for piece in pieces[::2]]
    return opening + "".join(pieces) + closing


def _is_harmless(note: str) -> bool:
    if is_organisation(note) or is_collective(note):
        return True
    return len(note) <= 12 and not SURNAMES & set(note) and not re.search(r"[A-Za-z]", note)


_SEPARATORS = re.compile(r"([、，,/;；|&+:：\n])")
_CONJUNCTION = re.compile(r"[-—–－和与及暨]")
_LONGEST_LIST = 100  # characters up to which a conjunction is looked for
_CODE = re.compile(r"[A-Za-z]{0,3}[-_]?\d+(?:[-_]\d+)*[户人家名]?")
_NOBODY = frozenset(["无", "暂无", "空", "不详", "未知", "详见附件", "同上"])
_ROLE = re.compile(
    r"(?:原|时任|本村|本组)?(?:村民|农户|户主|居民|社员|党员|承包[人方户]|经营者|个体户|个体工商户|负责人|代表人?|法人|"
    r"法定代表人|[经承]办人|[领收付]款人|组长|主任|书记|会计|出纳|保洁员|护林员|网格员)"
)
_AND_OTHERS = re.compile(
    r"(?:等[\d一二三四五六七八九十百]*[多余]?[户人家名]?|[一全]家|夫妇|夫妻|父子|兄弟|先生|女士|(?<=...)[户家])$"
)


@lru_cache(maxsize=16384)
def mask_party(text: str, organisations: frozenset[str] = frozenset()) -> str:
    """`text` with its persons masked one by one; organisations, groups of people and notes stay in full.

    王建国、石桥村委会 → 王*国、石桥村委会; 王建国（三组） → 王*国（三组）; 石桥村王建国等3户 →
    石桥村王*国等3户. `organisations` are names of which the site says that they are organisations.
    """
    if plain_text(text) in organisations or (text.isascii() and is_organisation(text, organisations)):
        return text
    parts = _BRACKETS.split(text)
    parts[1::2] = map(_mask_aside, parts[1::2])
    if len(parts) == 1 or not _is_whole_organisation("".join(parts[::2]), organisations):
        parts[::2] = [_mask_listed(part, organisations) for part in parts[::2]]
    return "".join(parts)


def _is_whole_organisation(text: str, organisations: frozenset[str]) -> bool:
    """Whether `text`, though parted by brackets or spaces, is one organisation: 重庆（大足）某某公司."""
    if _SEPARATORS.search(text) or _split_conjunction(text, organisations):
        return False
    return is_organisation(text, organisations) and not any(map(is_plainly_name, text.split()))


def _mask_listed(text: str, organisations: frozenset[str]) -> str:
    pieces = _SEPARATORS.split(text)
    pieces[::2] = [_mask_spaced(piece, organisations) for piece in pieces[::2]]
    return "".join(pieces)


def _mask_spaced(text: str, organisations: frozenset[str]) -> str:
    if len(text.split()) < 2:
        return _mask_one(text, organisations)
    if text.isascii() and not is_organisation(text, organisations):
        return _mask_bare(text)
    if _is_whole_organisation(text, organisations):
        return text
    return " ".join(_mask_one(piece, organisations) for piece in _rejoin(text.split()))


def _rejoin(pieces: list[str]) -> list[str]:
    """Names whose characters stand apart (王 伟, 王 建国) put together again."""
    joined: list[str] = []
    for piece in pieces:
        if joined and len(joined[-1]) == 1:
            joined[-1] += piece
        else:
            joined.append(piece)
    if len(joined) > 1 and len(joined[-1]) == 1:
        last = joined.pop()
        joined[-1] += last
    return joined


def _mask_one(text: str, organisations: frozenset[str]) -> str:
    """One party: an organisation, a group, a person, or an organisation or office followed by a person."""
    text = text.strip()
    if not any(map(str.isalpha, text)) or text in _NOBODY or _CODE.fullmatch(text):
        return text
    if sides := _split_conjunction(text, organisations):
        left, conjunction, right = sides
        return _mask_one(left, organisations) + conjunction + _mask_one(right, organisations)
    if is_organisation(text, organisations) or is_collective(text):
        return text
    if role := _ROLE.match(text):
        return role[0] + _mask_one(text[role.end() :], organisations)
    if (others := _AND_OTHERS.search(text)) and others.start() >= 2:
        return _mask_one(text[: others.start()], organisations) + others[0]
    for length in (4, 3, 2):
        before, name = text[:-length], text[-length:]
        if len(before) >= 2 and looks_like_name(name) and is_organisation(before, organisations):
            return before + _mask_bare(name)
    return _mask_bare(text)


def _split_conjunction(text: str, organisations: frozenset[str]) -> tuple[str, str, str] | None:
    """The two sides of 和, 与, 及, where both are parties: not in 李和平, 永和镇政府."""
    for conjunction in _CONJUNCTION.finditer(text, 0, _LONGEST_LIST):
        left, right = text[: conjunction.start()], text[conjunction.end() :]
        if all(looks_like_name(side) or is_organisation(side, organisations) for side in (left, right)):
            return left, conjunction[0], right
    return None


class NameMasker:
    """Masks the exact names of a board's households wherever they stand in other text.

    Of `names` only those of three characters and more count (王伟 is part of too many words); organisations
    and names that are masked already don't.
    """

    def __init__(self, names: Iterable[str]) -> None:
        plain = {plain_text(name) for name in names}
        masked = {name: mask_name(name) for name in plain if len(name) >= 3 and not is_organisation(name)}
        self._masked = {name: short for name, short in masked.items() if short != name}
        self._lengths = sorted({len(name) for name in self._masked}, reverse=True)
        # Finds the few places worth a look; an expression of all the names takes 100 ms to compile.
        first, second = (re.escape("".join({name[place] for name in self._masked})) for place in (0, 1))
        self._start = re.compile(f"[{first}](?=[{second}])") if self._masked else None

    def find(self, text: str) -> Iterator[tuple[int, int]]:
        """Where such names stand in `text`: start and end of each; of two at one place the longer."""
        free = 0
        for candidate in self._start.finditer(text) if self._start else ():
            start = candidate.start()
            for end in (start + length for length in self._lengths):
                if start >= free and text[start:end] in self._masked:
                    free = end
                    yield start, end
                    break

    def search(self, text: str) -> bool:
        """Whether any such name stands in `text`."""
        return next(self.find(text), None) is not None

    def mask(self, text: str) -> str:
        """`text` with every such name masked."""
        pieces = []
        done = 0
        for start, end in self.find(text):
            pieces += [text[done:start], self._masked[text[start:end]]]
            done = end
        return "".join(pieces) + text[done:]
