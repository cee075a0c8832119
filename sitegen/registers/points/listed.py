"""The rule books as they are shown."""

from __future__ import annotations

from sitegen.languages import say
from sitegen.registers.points.books import Book, Books
from sitegen.registers.points.laws import COUNTS, listed_counts
from sitegen.registers.points.view import ListedBook, year_label


def listed_books(books: Books, *, hall: bool) -> list[ListedBook]:
    """All books, the newest first; rules that are private only for the hall."""
    return [_listed(book, books.start, hall) for book in reversed(books.books)]


def _listed(book: Book, start: int, hall: bool) -> ListedBook:
    shown = [r for r in book.records.values() if hall or not r.private]
    label = "积分细则" if book.year is None else say("{year}起的积分细则", year=year_label(book.year, start))
    declared, listed = book.record.declared, listed_counts(book)
    return ListedBook(
        year=book.year,
        label=label,
        base=book.base,
        note=book.record.note,
        categories=[(c.name, c.base, c.floor, c.cap) for c in book.categories.values()],
        rules=shown,
        withheld=len(book.records) - len(shown),
        counts=[
            (word, unit, getattr(declared, key) if declared is not None else None, listed[key])
            for key, (word, unit, _) in COUNTS.items()
        ],
    )
