"""A mistake put into functions that are there already: their code is exchanged, and whoever holds them has it."""

from __future__ import annotations

import functools
import gc
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import CodeType, FunctionType

from tests.mutants.mutant import ROOT, Mutant, mutated_source


class NotThere(Exception):
    """The mistake cannot be put into what was imported: the function runs on import only, or is another by now."""


def functions_of(files: Iterable[str]) -> dict[tuple[str, str, int], list[FunctionType]]:
    """Every living function made by these files, by file, dotted name and first line."""
    paths = {str(ROOT / file): file for file in files}
    found: dict[tuple[str, str, int], list[FunctionType]] = {}
    for thing in gc.get_objects():
        if isinstance(thing, FunctionType) and (file := paths.get(thing.__code__.co_filename)):
            code = thing.__code__
            found.setdefault((file, code.co_qualname, code.co_firstlineno), []).append(thing)
    return found


def put_in(mutant: Mutant, functions: dict[tuple[str, str, int], list[FunctionType]]) -> None:
    """Give the function around the mistake the code with the mistake. Raises NotThere."""
    path = str(ROOT / mutant.file)
    before = _outermost(compile(Path(path).read_bytes(), path, "exec"), mutant.function)
    after = _outermost(compile(mutated_source(mutant), path, "exec"), mutant.function)
    if len(before) != len(after):
        raise NotThere
    changed = False
    for old, new in zip(before, after, strict=True):
        for function in functions.get((mutant.file, old.co_qualname, old.co_firstlineno), ()):
            if old == new:
                continue
            try:
                function.__code__ = new
            except ValueError:
                # It closes over other names than before.
                raise NotThere from None
            changed = True
    if not changed:
        raise NotThere


def caches_of(packages: tuple[str, ...]) -> list[functools._lru_cache_wrapper[object]]:
    """What the code of these packages remembers between calls; emptied, every line runs again."""
    kept = [thing for thing in gc.get_objects() if isinstance(thing, functools._lru_cache_wrapper)]
    return [cache for cache in kept if str(cache.__module__).startswith(packages)]


def _outermost(module: CodeType, name: str) -> list[CodeType]:
    return [code for code in _all_codes(module) if code.co_qualname == name]


def _all_codes(code: CodeType) -> Iterator[CodeType]:
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield constant
            yield from _all_codes(constant)
