"""The mistakes that are tried, each a small edit of the text of a file, found in its syntax tree.

Left alone: annotations, docstrings, what stands inside f-strings (their positions are not known), decorators whose
loss is a mere crash or a loss of speed, assignments of plain names (without them Python itself complains), the
`strict=True` of a `zip`, the order of the two of which `max` or `min` takes one, and None for False.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from tests.mutants.mutant import ROOT, Mutant

_COMPARISONS: dict[type[ast.cmpop], tuple[str, tuple[str, ...]]] = {
    ast.Lt: ("<", ("<=", ">=")),
    ast.LtE: ("<=", ("<", ">")),
    ast.Gt: (">", (">=", "<=")),
    ast.GtE: (">=", (">", "<")),
    ast.Eq: ("==", ("!=",)),
    ast.NotEq: ("!=", ("==",)),
    ast.Is: ("is", ("is not",)),
    ast.IsNot: (r"is\s+not", ("is",)),
    ast.In: ("in", ("not in",)),
    ast.NotIn: (r"not\s+in", ("in",)),
}
_ARITHMETIC: dict[type[ast.operator], tuple[str, str]] = {
    ast.Add: (r"\+", "-"),
    ast.Sub: ("-", "+"),
    ast.Mult: (r"\*", "//"),
    ast.FloorDiv: ("//", "*"),
    ast.BitOr: (r"\|", "&"),
    ast.BitAnd: ("&", "|"),
}
_TWINS = {"any": "all", "all": "any", "min": "max", "max": "min"}
_QUERIES = {"filter", "exclude", "get", "Q"}
_UNTOUCHED_DECORATORS = {
    "property", "cached_property", "cache", "lru_cache", "staticmethod", "classmethod", "dataclass", "overload",
    "abstractmethod", "override",
}  # fmt: skip


@dataclass(frozen=True)
class _Place:
    """Where a node stands: the statement around it, and the outermost function."""

    first: int = 1
    last: int = 1
    function: str = ""
    classes: str = ""


def _is_assertion(node: ast.AST) -> bool:
    """Whether it is `strict=True`: what it demands of both lengths holds, or the program had ended there."""
    return isinstance(node, ast.keyword) and node.arg == "strict" and ast.unparse(node.value) == "True"


def _is_extreme_of_two(node: ast.Call) -> bool:
    """Whether it is `max(a, b)` or `min(a, b)`, which say the same of `b, a`."""
    is_extreme = isinstance(node.func, ast.Name) and node.func.id in ("min", "max")
    return is_extreme and len(node.args) == 2 and not node.keywords


class _Finder:
    def __init__(self, file: str, source: bytes) -> None:
        self._file = file
        self._source = source
        lines = source.splitlines(keepends=True)
        self._line_starts = [0]
        for line in lines:
            self._line_starts.append(self._line_starts[-1] + len(line))

    def find(self) -> Iterator[Mutant]:
        yield from self._body(ast.parse(self._source).body, _Place())

    # --- walking ----------------------------------------------------------------------------------

    def _body(self, statements: list[ast.stmt], place: _Place) -> Iterator[Mutant]:
        for statement in statements:
            yield from self._statement(statement, place)

    def _statement(self, node: ast.stmt, around: _Place) -> Iterator[Mutant]:
        place = replace(around, first=node.lineno, last=_header_end(node))
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield from self._decorators(node, around)
                for default in [*node.args.defaults, *(d for d in node.args.kw_defaults if d)]:
                    yield from self._expression(default, around)
                inside = around.function or f"{around.classes}{node.name}"
                yield from self._body(node.body, replace(place, function=inside))
            case ast.ClassDef():
                yield from self._decorators(node, around)
                yield from self._body(node.body, replace(place, classes=f"{around.classes}{node.name}."))
            case ast.Expr(value=ast.Constant()) | ast.Import() | ast.ImportFrom():
                return
            case ast.If(test=ast.Name(id="TYPE_CHECKING")):
                return
            case _:
                yield from self._whole(node, place)
                for field, value in ast.iter_fields(node):
                    if field != "annotation":
                        yield from self._below(value, place)

    def _below(self, value: object, place: _Place) -> Iterator[Mutant]:
        for child in value if isinstance(value, list) else [value]:
            if isinstance(child, ast.stmt):
                yield from self._statement(child, place)
            elif isinstance(child, ast.AST):
                yield from self._expression(child, place)

    def _expression(self, node: ast.AST, place: _Place) -> Iterator[Mutant]:
        if isinstance(node, ast.JoinedStr) or _is_assertion(node):
            return
        yield from self._edits(node, place)
        for field, value in ast.iter_fields(node):
            if field != "annotation":
                yield from self._below(value, place)

    # --- statements -------------------------------------------------------------------------------

    def _decorators(
        self, node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef, around: _Place
    ) -> Iterator[Mutant]:
        for decorator in node.decorator_list:
            name = ast.unparse(decorator.func if isinstance(decorator, ast.Call) else decorator)
            place = replace(around, first=decorator.lineno, last=node.lineno)
            if name.rpartition(".")[2] not in _UNTOUCHED_DECORATORS:
                at = self._offset(decorator.lineno, decorator.col_offset)
                yield self._mutant(decorator, place, "decorator", self._source.rindex(b"@", 0, at), None, "")
            yield from self._expression(decorator, place)

    def _whole(self, node: ast.stmt, place: _Place) -> Iterator[Mutant]:
        match node:
            case ast.Return(value=ast.expr() as value) if not _is_nothing(value):
                yield self._of(value, place, "return", "None")
            case ast.Expr() | ast.AugAssign() | ast.Raise() | ast.Delete():
                yield self._of(node, place, "statement", "pass")
            case ast.Assign(targets=[ast.Attribute() | ast.Subscript()]):
                yield self._of(node, place, "statement", "pass")
            case ast.Break() | ast.Continue():
                yield self._of(node, place, "statement", "pass")
            case ast.If(test=test) | ast.While(test=test):
                yield from self._condition(test, place)
            case _:
                pass
        if isinstance(node, ast.AugAssign):
            yield from self._operator(node, node.target, node.value, type(node.op), place)

    # --- expressions ------------------------------------------------------------------------------

    def _edits(self, node: ast.AST, place: _Place) -> Iterator[Mutant]:
        match node:
            case ast.Compare():
                yield from self._comparison(node, place)
            case ast.BoolOp():
                yield from self._boolean(node, place)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                yield self._of(node, place, "not", f"({self._text(operand)})")
            case ast.BinOp(left=left, right=right, op=op):
                yield from self._operator(node, left, right, type(op), place)
            case ast.IfExp() | ast.comprehension():
                for condition in [node.test] if isinstance(node, ast.IfExp) else node.ifs:
                    yield from self._condition(condition, place)
            case ast.Constant(value=int() as number):
                yield from self._constant(node, number, place)
            case ast.Slice():
                yield from self._slice(node, place)
            case ast.Call():
                yield from self._call(node, place)

    def _condition(self, test: ast.expr, place: _Place) -> Iterator[Mutant]:
        if isinstance(test, ast.UnaryOp | ast.Compare):
            # Negated already: a `not` dropped, a comparison turned round.
            yield self._of(test, place, "condition", "True")
        else:
            yield self._of(test, place, "condition", f"(not ({self._text(test)}))")
            yield self._of(test, place, "condition", "True")

    def _constant(self, node: ast.AST, number: int, place: _Place) -> Iterator[Mutant]:
        for other in (not number,) if isinstance(number, bool) else (number + 1, number - 1):
            yield self._of(node, place, "constant", f"({other})" if other < 0 else str(other))

    def _comparison(self, node: ast.Compare, place: _Place) -> Iterator[Mutant]:
        for left, op, right in zip([node.left, *node.comparators], node.ops, node.comparators, strict=False):
            pattern, others = _COMPARISONS[type(op)]
            for other in others:
                yield from self._between(node, left, right, pattern, other, "comparison", place)

    def _boolean(self, node: ast.BoolOp, place: _Place) -> Iterator[Mutant]:
        this, other = ("and", "or") if isinstance(node.op, ast.And) else ("or", "and")
        for left, right in zip(node.values, node.values[1:], strict=False):
            yield from self._between(node, left, right, rf"\b{this}\b", other, "boolean", place)
        joint = f" {this} "
        for dropped in node.values:
            rest = joint.join(f"({self._text(value)})" for value in node.values if value is not dropped)
            yield self._of(node, place, "operand", f"({rest})")

    def _operator(
        self, node: ast.AST, left: ast.expr, right: ast.expr, op: type[ast.operator], place: _Place
    ) -> Iterator[Mutant]:
        if op in _ARITHMETIC:
            pattern, other = _ARITHMETIC[op]
            yield from self._between(node, left, right, pattern, other, "arithmetic", place)

    def _slice(self, node: ast.Slice, place: _Place) -> Iterator[Mutant]:
        for bound in (node.lower, node.upper):
            # A number is a constant, tried as such.
            if bound is not None and not isinstance(bound, ast.Constant):
                yield self._of(bound, place, "slice", f"({self._text(bound)}) + 1")
                yield self._of(bound, place, "slice", f"({self._text(bound)}) - 1")

    def _call(self, node: ast.Call, place: _Place) -> Iterator[Mutant]:
        name = node.func.attr if isinstance(node.func, ast.Attribute) else ast.unparse(node.func)
        if isinstance(node.func, ast.Name) and name in _TWINS:
            yield self._of(node.func, place, "twin", _TWINS[name])
        if name in _QUERIES and len(node.keywords) > 1:
            for dropped in node.keywords:
                kept = [self._text(part) for part in [*node.args, *node.keywords] if part is not dropped]
                yield self._of(node, place, "query", f"{self._text(node.func)}({', '.join(kept)})")
        match node.args[:2]:
            case [first, second] if not any(isinstance(arg, ast.Starred) for arg in (first, second)):
                if self._text(first) != self._text(second) and not _is_extreme_of_two(node):
                    between = self._source[self._end(first) : self._start(second)].decode()
                    swapped = f"{self._text(second)}{between}{self._text(first)}"
                    yield self._mutant(node, place, "arguments", self._start(first), self._end(second), swapped)

    # --- positions --------------------------------------------------------------------------------

    def _offset(self, line: int, column: int) -> int:
        return self._line_starts[line - 1] + column

    def _start(self, node: ast.AST) -> int:
        return self._offset(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def _end(self, node: ast.AST) -> int:
        return self._offset(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _text(self, node: ast.AST) -> str:
        return self._source[self._start(node) : self._end(node)].decode()

    def _of(self, node: ast.AST, place: _Place, operator: str, replacement: str) -> Mutant:
        return self._mutant(node, place, operator, self._start(node), self._end(node), replacement)

    def _between(
        self, node: ast.AST, left: ast.expr, right: ast.expr, pattern: str, other: str, operator: str, place: _Place
    ) -> Iterator[Mutant]:
        start, end = self._end(left), self._start(right)
        gap = self._source[start:end].decode()
        # The sign stands after the brackets that close on the left, before any comment.
        if found := re.search(pattern, gap):
            text = gap[: found.start()] + other + gap[found.end() :]
            yield self._mutant(node, place, operator, start, end, text)

    def _mutant(
        self, node: ast.AST, place: _Place, operator: str, start: int, end: int | None, replacement: str
    ) -> Mutant:
        return Mutant(
            file=self._file,
            operator=operator,
            start=start,
            end=self._end(node) if end is None else end,
            replacement=replacement,
            line=self._source.count(b"\n", 0, start) + 1,
            first=place.first,
            last=place.last,
            function=place.function,
        )


def mutants_of(file: str) -> list[Mutant]:
    """Every mistake that can be put into a file of the project."""
    return mutants_in(file, (ROOT / file).read_bytes())


def mutants_in(file: str, source: bytes) -> list[Mutant]:
    """Every mistake that can be put into this source; those that leave no valid Python are left out."""
    return [mutant for mutant in _Finder(file, source).find() if _compiles(source, mutant)]


def _compiles(source: bytes, mutant: Mutant) -> bool:
    try:
        ast.parse(source[: mutant.start] + mutant.replacement.encode() + source[mutant.end :])
    except SyntaxError:
        return False
    return True


def _is_nothing(value: ast.expr) -> bool:
    """Whether it is None, or False, which whoever asks takes for the same."""
    return isinstance(value, ast.Constant) and (value.value is None or value.value is False)


def _header_end(node: ast.stmt) -> int:
    """The last line of a simple statement; of one with a body, the last before the body."""
    body = getattr(node, "body", None)
    if isinstance(body, list) and body:
        return max(node.lineno, body[0].lineno - 1)
    return node.end_lineno or node.lineno
