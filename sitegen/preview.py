"""The preview server: serves the built site, reloads pages whose bytes changed, shows errors in the page.

Only for the editor's own machine: it listens on 127.0.0.1. The pages on disk are not altered; the reload
script and the error box are added on the way out.
"""

from __future__ import annotations

import asyncio
import hashlib
import html
import mimetypes
import os
import re
import threading
from collections.abc import Callable, Collection, Iterable
from pathlib import Path
from typing import Any, ClassVar
from urllib.parse import quote, unquote, urlparse

from livereload.handlers import LiveReloadHandler, LiveReloadJSHandler
from tornado import escape, web
from tornado.httpserver import HTTPServer

from sitegen.diagnostics import Diagnostic
from sitegen.reports import one_line

_POLICY_START = b'<meta http-equiv="Content-Security-Policy"'
_SHARED = re.compile(rb'(?<=["/]_static/)(?!built\.js)[\w.-]+\.(?:css|js|svg)(?=")')
_NONE = "没有这一页"
_STYLE = (
    "position:fixed;inset:auto 0 0 0;max-height:60vh;overflow:auto;z-index:999;margin:0;padding:1em 1.5em;"
    "background:#7a1010;color:#fff;font:18px/1.6 sans-serif;border-top:6px solid #fff"
)


class Preview:
    """The state that the server shows: the output folder and the findings of the last build."""

    def __init__(self, output: Path, language: str) -> None:
        self.output = output
        self.language = language
        self.errors: list[Diagnostic] = []
        self.served: dict[str, bytes] = {}
        """Hash of what was last served at each path."""

    def serve(self, path: str, port: int) -> tuple[bytes, str, int]:
        """What is answered at a path: bytes, media type, status; remembered as served."""
        found = self.page(path, port)
        content, kind, status = (*found, 200) if found else (self.missing(port), "text/html", 404)
        self.served[path] = hashlib.sha256(content).digest()
        return content, kind, status

    def is_stale(self, path: str, port: int) -> bool:
        """Whether a browser that shows what was served at a path would be served something else now: a build
        may end while the browser is still loading the page of the one before."""
        found = self.page(path, port)
        content = found[0] if found else self.missing(port)
        return path in self.served and self.served[path] != hashlib.sha256(content).digest()

    def overlay(self) -> bytes:
        """The error box, or nothing while the content is sound."""
        if not self.errors:
            return b""
        lines = "".join(f"<li>{html.escape(one_line(d, self.language))}</li>" for d in self.errors[:20])
        title = "内容有错，下面是上一次成功生成的页面；改好保存后会自动刷新。"
        return f'<div role="alert" style="{_STYLE}"><strong>{title}</strong><ul>{lines}</ul></div>'.encode()

    def page(self, path: str, port: int) -> tuple[bytes, str] | None:
        """A file's bytes as served and its media type; None where there is no such file."""
        target = self._inside(path)
        if target is not None and target.is_dir():
            target = target / "index.html"
        if target is None or not target.is_file():
            return None
        content = target.read_bytes()
        kind = mimetypes.guess_type(target.name)[0] or "application/octet-stream"
        if kind == "text/html":
            content = self._live(content, port)
        return content, kind

    def is_folder(self, path: str) -> bool:
        """Whether a folder is asked for; relative links in its page hold only under an address that ends in /."""
        target = self._inside(path)
        return target is not None and target.is_dir()

    def _inside(self, path: str) -> Path | None:
        """The file or folder of the site at a path; None for what lies elsewhere."""
        if "\0" in path:
            return None
        output = self.output.resolve()
        target = (output / path.lstrip("/")).resolve()
        return target if target == output or output in target.parents else None

    def version(self) -> str:
        """What the style sheets and scripts that all pages share are known by: a browser that has them by this name
        asks for none of them again."""
        try:
            with os.scandir(self.output / "_static") as entries:
                seen = sorted((e.name, e.stat().st_mtime_ns) for e in entries if e.name != "built.js")
        except OSError:
            return "none"
        return hashlib.sha256(repr(seen).encode()).hexdigest()[:12]

    def missing(self, port: int) -> bytes:
        """The page that says there is none."""
        page = f'<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>{_NONE}</title></head>'
        return self._live(f"{page}<body><h1>{_NONE}</h1></body></html>".encode(), port)

    def _live(self, content: bytes, port: int) -> bytes:
        start = content.find(_POLICY_START)
        if start >= 0:
            content = content[:start] + content[content.index(b">", start) + 1 :]
        version = self.version().encode()
        content = _SHARED.sub(lambda name: name[0] + b"?" + version, content)
        script = f'<script src="/livereload.js?port={port}" async></script>'.encode()
        return content.replace(b"</head>", script + b"</head>", 1).replace(
            b"</body>", self.overlay() + b"</body>", 1
        )


class _Pages(web.RequestHandler):
    def initialize(self, preview: Preview, port: int) -> None:
        self.preview = preview
        self.port = port

    async def get(self, path: str) -> None:
        if path and not path.endswith("/") and self.preview.is_folder(path):
            self.redirect(f"/{quote(path.lstrip('/'))}/")
            return
        content, kind, status = self.preview.serve(path, self.port)
        self.set_status(status)
        lasting = path.startswith("_static/") and self.request.query == self.preview.version()
        self.set_header("Cache-Control", "max-age=86400, immutable" if lasting else "no-store")
        self.set_header("Content-Type", f"{kind}; charset=utf-8" if kind.startswith("text/") else kind)
        self.finish(content)


class _Live(LiveReloadHandler):  # type: ignore[misc]
    """Remembers which page each browser shows, so that only changed pages are reloaded."""

    pages: ClassVar[dict[Any, str]] = {}

    def initialize(self, preview: Preview, port: int) -> None:
        """What the server shows, and its port."""
        self.preview = preview
        self.port = port

    def on_message(self, message: str) -> None:
        super().on_message(message)
        info = escape.json_decode(message)
        if info.get("command") == "info":
            page = unquote(urlparse(info.get("url", "")).path).lstrip("/")
            self.pages[self] = page
            if self.preview.is_stale(page, self.port):
                self._reload(page)

    def _reload(self, page: str) -> None:
        self.send_message({"command": "reload", "path": page, "liveCSS": False, "liveImg": False})

    def on_close(self) -> None:
        super().on_close()
        self.pages.pop(self, None)

    @classmethod
    def reload(cls, changed: Iterable[str] | None) -> None:
        """Reload the browsers whose page is among `changed` (None: all of them)."""
        names = None if changed is None else frozenset(changed)
        for waiter, page in list(cls.pages.items()):
            shown = f"{page}index.html" if not page or page.endswith("/") else page
            if (
                names is None
                or shown in names
                or any(n.startswith("_static/") and n != "_static/built.js" for n in names)
            ):
                waiter._reload(shown)


Changed = Collection[Path] | None


def serve(
    preview: Preview,
    port: int,
    changes: Callable[[], Iterable[Changed]],
    rebuild: Callable[[Changed], tuple[list[Diagnostic], list[str] | None]],
    ready: Callable[[int], None],
) -> None:
    """Serve until interrupted. `changes` blocks and yields files whenever they changed; `rebuild` then builds and
    gives the errors and the paths of changed files (None: all)."""

    async def main() -> None:
        loop = asyncio.get_running_loop()
        server = HTTPServer(web.Application())
        server.listen(port, "127.0.0.1")
        bound = next(iter(server._sockets.values())).getsockname()[1]
        server.request_callback = web.Application(
            [
                (r"/livereload", _Live, {"preview": preview, "port": bound}),
                (r"/livereload\.js", LiveReloadJSHandler),
                (r"/(.*)", _Pages, {"preview": preview, "port": bound}),
            ]
        )

        def watch() -> None:
            for saved in changes():
                had_errors = bool(preview.errors)
                preview.errors, changed = rebuild(saved)
                everywhere = had_errors or bool(preview.errors)
                loop.call_soon_threadsafe(_Live.reload, None if everywhere else changed)

        threading.Thread(target=watch, daemon=True).start()
        ready(bound)
        await asyncio.Event().wait()

    asyncio.run(main())
