"""What scripts say in another language: a file of their messages, loaded before them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable

from sitegen.languages import FOLDER, language

_MESSAGE = re.compile(r'\btr\("((?:[^"\\]|\\.)*)"')


def script_messages(scripts: Iterable[str]) -> list[str]:
    """The messages of scripts: what they ask `tr` for."""
    return sorted({message for script in scripts for message in _MESSAGE.findall(script)})


def words_script(code: str, messages: Iterable[str]) -> str:
    """A script that knows the messages in a language (`window.boardWords`)."""
    spoken = language(code)
    known = spoken.messages if spoken is not None else {}
    words = {message: known[message] for message in messages if message in known}
    written = json.dumps(words, ensure_ascii=False, indent=0)
    function = (FOLDER / "tr.js").read_text(encoding="utf-8").rstrip()
    return f'{function}("{code}", {written});\n'
