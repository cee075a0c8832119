"""Jinja's own work for a value, a macro and a page, in less time: a page writes hundreds of values.

What comes out is what Jinja writes.
"""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import Any

import jinja2
from jinja2 import nodes
from jinja2.compiler import CodeGenerator, Frame, MacroRef
from jinja2.runtime import Context, Macro
from jinja2.utils import missing
from markupsafe import Markup

from sitegen.render.escape import escape


class QuickContext(Context):
    """Calls a macro without asking first whether it would like to be given the context."""

    def call(self, called: Any, /, *args: Any, **named: Any) -> Any:
        if type(called) is not QuickMacro:
            return super().call(called, *args, **named)
        if named:
            named.pop("_loop_vars", None)
            named.pop("_block_vars", None)
        return called(*args, **named)


class QuickMacro(Macro):
    """A macro that lays out its arguments itself, where they are plain; what it gives is markup."""

    def __call__(self, *args: Any, **named: Any) -> Any:
        asked = self._argument_count
        if self.explicit_caller or self.catch_kwargs or self.catch_varargs or len(args) > asked:
            return super().__call__(*args, **named)
        laid = [*args, *(named.pop(name, missing) for name in self.arguments[len(args) :])]
        if self.caller:
            laid.append(named.pop("caller", None) or self._environment.undefined(name="caller"))
        if named:
            raise TypeError(f"macro {self.name!r} takes no keyword argument {next(iter(named))!r}")
        return str.__new__(Markup, self._func(*laid))


class MacroClass:
    """Where a template's code looks for the kind of its macros."""

    Macro = QuickMacro


class Joined:
    """Looks like a list that a template's output is put into, and gives it in one piece."""

    extend = staticmethod("".join)
    append = staticmethod(str)


class QuickCode(CodeGenerator):
    """Writes each value of a template through `environment.escape`, and what stands together in one piece."""

    def visit_Output(self, node: nodes.Output, frame: Frame) -> None:  # noqa: N802 (the name is the library's)
        """Text and values between two statements go out together."""
        if frame.buffer is not None or len(node.nodes) < 2:
            super().visit_Output(node, frame)
            return
        frame.buffer = "yield environment.joined"
        try:
            super().visit_Output(node, frame)
        finally:
            frame.buffer = None

    def macro_def(self, macro_ref: MacroRef, frame: Frame) -> None:
        """A macro of the environment's own kind."""
        self.write("environment.macro_class.")
        super().macro_def(macro_ref, frame)

    def _output_child_pre(
        self, node: nodes.Expr, frame: Frame, finalize: CodeGenerator._FinalizeInfo
    ) -> None:
        if frame.eval_ctx.volatile or not frame.eval_ctx.autoescape:
            super()._output_child_pre(node, frame, finalize)
        else:
            self.write("environment.escape(")

    def visit_Getattr(self, node: nodes.Getattr, frame: Frame) -> None:  # noqa: N802 (the name is the library's)
        """An attribute is looked up by Python itself; only what has none is asked as Jinja asks."""
        if self.environment.is_async:
            super().visit_Getattr(node, frame)
            return
        name = repr(node.attr)
        self.write("(_found if (_found := getattr((_owner := ")
        self.visit(node.node, frame)
        self.write(f"), {name}, missing)) is not missing else environment.item(_owner, {name}))")


class QuickEnvironment(jinja2.Environment):
    """A Jinja environment of quick pages."""

    code_generator_class = QuickCode
    context_class = QuickContext
    escape = staticmethod(escape)
    joined = Joined
    macro_class = MacroClass

    def item(self, owner: Any, name: str) -> Any:
        """What an owner without an attribute `name` holds under that name."""
        try:
            return owner[name]
        except (AttributeError, TypeError, LookupError):
            return self.undefined(obj=owner, name=name)

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        """A template's globals as a plain dictionary, which each page copies; ours are set before the first
        template is loaded."""
        return {**self.globals, **(d or {})}
