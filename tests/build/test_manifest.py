"""The manifest as a table of files: whatever is looked up or exchanged in it, it is as if it were written anew."""

from __future__ import annotations

import io
import json
from collections.abc import Mapping
from hashlib import sha256

from hypothesis import given
from hypothesis import strategies as st

from sitegen.build.manifest import Manifest, NewManifest, by_path, line_of

paths = st.sampled_from(
    [
        "a",
        "a b",
        "a-b",
        "a/x",
        "a/x y",
        "a0",
        'q"u',
        "z\\k",
        "村/一",
        "村/二.html",
        "村-1/x",
        "m/n/o",
        "m/n.html",
        "m/0",
    ]
)
files = st.dictionaries(paths, st.binary(max_size=3))
changes = st.dictionaries(paths, st.none() | st.binary(max_size=3))


def written(found: Mapping[str, bytes]) -> bytes:
    rows = [
        {"path": path, "size": len(content), "sha256": sha256(content).hexdigest()}
        for path, content in sorted(found.items())
    ]
    lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
    return f'{{"files": [\n{lines}{chr(10) if rows else ""}]}}\n'.encode()


@given(files, paths)
def test_what_it_tells(found: dict[str, bytes], folder: str) -> None:
    manifest = Manifest(written(found))
    assert len(manifest) == len(found)
    assert [path for path, _ in manifest] == sorted(found)
    inside = [path for path in sorted(found) if path.startswith(f"{folder}/")]
    assert list(by_path(manifest.within(folder))) == inside
    others = [path for path in sorted(found) if path not in inside]
    assert list(by_path(manifest.within("", [folder]))) == others
    for path, content in found.items():
        assert manifest.line(path) == line_of(path, content)
    assert manifest.line(folder) is None or folder in found


@given(files, changes)
def test_exchanged_lines(before: dict[str, bytes], changed: dict[str, bytes | None]) -> None:
    lines = {path: None if content is None else line_of(path, content) for path, content in changed.items()}
    after = {path: content for path, content in {**before, **changed}.items() if content is not None}
    assert b"".join(map(bytes, Manifest(written(before)).with_changes(lines))) == written(after)


@given(files, files)
def test_a_new_one_and_how_it_differs(before: dict[str, bytes], after: dict[str, bytes]) -> None:
    file = io.BytesIO()
    new = NewManifest([(path, line_of(path, content)) for path, content in sorted(after.items())], file)
    differing = {path for path in before.keys() | after.keys() if before.get(path) != after.get(path)}
    assert dict(new.differences(Manifest(written(before)))) == {path: path in after for path in differing}
    assert file.getvalue() == written(after)
    assert new.files == len(after)
