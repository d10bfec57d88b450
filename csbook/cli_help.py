"""What the command line's help says of commands, arguments and options, declared beside them.

typer keeps one text of each, made when the command line is imported. So both texts stand as `Help` among the
annotations of an option, and on a command's function (`helped`); which one is shown is decided when help is.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar, get_args

from csbook.problems import Language, Words, same

Function = TypeVar("Function", bound=Callable[..., Any])

DOES: Final = "does"
"""The attribute of a command's function that says what it does; typer's wrapper of it has it too."""
A_PATH: Final = Words("<路径>", "<path>")
A_TEXT: Final = Words("<文字>", "<str>")
THIS_HELP: Final = Words("显示这份说明。", "Show this message and exit.")


@dataclass(frozen=True)
class Help:
    """What an argument or option means, put beside typer's own in its `Annotated`. `metavar`: how an
    argument, or the value of an option, is named."""

    words: Words
    metavar: Words | None = None


def helped(words: Words) -> Callable[[Function], Function]:
    """Says on its function what a command does."""

    def kept(function: Function) -> Function:
        setattr(function, DOES, words)
        return function

    return kept


def what_it_does(command: Any) -> Words:
    """What a command of typer does."""
    does: Words = getattr(command.callback, DOES)
    return does


@dataclass(frozen=True)
class Described:
    """An argument or option of typer as people read it."""

    parameter: Any
    words: Words
    metavar: Words | None = None
    is_path: bool = False
    default: Any = None

    @property
    def is_argument(self) -> bool:
        return bool(self.parameter.param_type_name == "argument")

    @property
    def kind(self) -> Words:
        return A_PATH if self.is_path else A_TEXT

    def in_usage(self, language: Language) -> str:
        """An argument as the line of usage shows it."""
        name = self._name(language)
        shown = f"{{{name}}}" if self.parameter.required else f"[{name}]"
        return shown if self.parameter.nargs == 1 else f"{shown}..."

    def in_list(self, language: Language) -> str:
        """What its row begins with."""
        if self.is_argument:
            several = "" if self.parameter.nargs == 1 else "..."
            return f"{self._name(language)}{several} {self.kind(language)}"
        names = " / ".join(", ".join(n) for n in (self.parameter.opts, self.parameter.secondary_opts) if n)
        return names if self.parameter.is_flag else f"{names} {self.value(language)}"

    def value(self, language: Language) -> str:
        """An option's value."""
        return (self.metavar or self.kind)(language)

    def meaning(self, language: Language) -> str:
        """The rest of its row."""
        marks = []
        if self.default and self.parameter.show_default:
            marks.append(Words(f"默认：{self.default}", f"default: {self.default}")(language))
        if self.parameter.required:
            marks.append(Words("必填", "required")(language))
        return self.words(language) + (f"  [{'; '.join(marks)}]" if marks else "")

    def _name(self, language: Language) -> str:
        return (self.metavar or same(self.parameter.name))(language)


def described(command: Any) -> list[Described]:
    """A command's arguments and options, the one that shows help excepted."""
    declared = inspect.signature(command.callback, eval_str=True).parameters
    return [
        describe(parameter, declared[parameter.name]) for parameter in command.params if not parameter.hidden
    ]


def describe(parameter: Any, declared: inspect.Parameter) -> Described:
    told = [part for part in get_args(declared.annotation) if isinstance(part, Help)]
    if not told:
        raise TypeError(f"no Help beside {declared}")
    given = declared.default
    default = None if given is inspect.Parameter.empty else given
    return Described(parameter, told[0].words, told[0].metavar, names_path(declared.annotation), default)


def names_path(annotation: Any) -> bool:
    return annotation is Path or any(names_path(part) for part in get_args(annotation))
