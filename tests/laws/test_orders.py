"""Every list has a whole order: of rows that tie, and of NULL beside values, each database returns another first.

SQLite keeps them mostly as they came in, PostgreSQL as its plan of the moment finds them: what is left to it passes
here and fails elsewhere. https://www.postgresql.org/docs/current/queries-order.html
"""

import ast
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import pytest
from sqlalchemy import UniqueConstraint

import models.tables.all  # noqa: F401  # every table is known before its keys are read
from models.tables.base import Base
from tests.laws.graph import ROOT, modules

Column = tuple[str, str]
"""A column as code names it: a class, or what stands for it, and its attribute."""
DIRECTIONS = {"asc", "desc", "nulls_first", "nulls_last"}
JOINS = {"join", "outerjoin"}


def keys() -> dict[str, list[set[str]]]:
    """By class, the attributes that are unique together: its primary key, then each unique constraint."""
    found = {}
    for mapper in Base.registry.mappers:
        table = mapper.local_table
        unique = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
        found[mapper.class_.__name__] = [
            {mapper.get_property_by_column(column).key for column in key.columns}
            for key in (table.primary_key, *unique)
        ]
    return found


def targets() -> dict[str, set[str]]:
    """By class, those that its foreign keys lead to: to join them adds no row."""
    by_table = {mapper.local_table: mapper.class_.__name__ for mapper in Base.registry.mappers}
    return {
        name: {by_table[each.column.table] for each in table.foreign_keys if each.column.table in by_table}
        for table, name in by_table.items()
    }


def nullable() -> set[Column]:
    """The attributes that may hold NULL, which SQLite puts before all values and PostgreSQL behind them."""
    return {
        (mapper.class_.__name__, mapper.get_property_by_column(column).key)
        for mapper in Base.registry.mappers
        for column in mapper.local_table.columns
        if column.nullable
    }


KEYS, TARGETS, NULLABLE = keys(), targets(), nullable()


def bare(term: ast.expr) -> ast.expr:
    """A term of an order without its direction."""
    while isinstance(term, ast.Call) and isinstance(term.func, ast.Attribute) and term.func.attr in DIRECTIONS:
        term = term.func.value
    return term


def column(term: ast.expr) -> Column | None:
    term = bare(term)
    named = isinstance(term, ast.Attribute) and isinstance(term.value, ast.Name)
    return (term.value.id, term.attr) if named else None


def columns(terms: Iterable[ast.expr]) -> set[Column]:
    return {named for term in terms if (named := column(term))}


def sides(comparison: ast.Compare) -> list[ast.expr]:
    return [comparison.left, *comparison.comparators]


def called(node: ast.AST) -> str:
    """The name of the function or method that is called."""
    function = node.func if isinstance(node, ast.Call) else None
    return getattr(function, "attr", getattr(function, "id", ""))


def assigned(name: str, places: Sequence[ast.AST]) -> Iterator[ast.expr]:
    for place in places:
        for node in ast.walk(place):
            if isinstance(node, ast.Assign | ast.AnnAssign) and node.value:
                aims = node.targets if isinstance(node, ast.Assign) else [node.target]
                if name in map(ast.unparse, aims):
                    yield node.value


class Statement:
    """What can be read of a statement where it is ordered or cut: its calls, and what its function compares."""

    def __init__(self, call: ast.Call, scope: ast.AST, tree: ast.Module) -> None:
        tops = [node for node in tree.body if isinstance(node, ast.Assign | ast.AnnAssign)]
        self.places = [scope, *tops]
        self.calls = list(self._calls(call, ()))
        compared = [node for node in ast.walk(scope) if isinstance(node, ast.Compare)]
        self.equal = columns(side for one in compared if isinstance(one.ops[0], ast.Eq) for side in sides(one))
        there = [node.func.value for node in ast.walk(scope) if called(node) == "is_not"]
        self.never_null = columns(chain(there, *map(sides, compared)))

    def _calls(self, node: ast.expr, seen: tuple[str, ...]) -> Iterator[ast.Call]:
        """The calls that made a statement, the last first, through the names that it bore."""
        if isinstance(node, ast.Call):
            yield node
            if isinstance(node.func, ast.Attribute):
                yield from self._calls(node.func.value, seen)
        elif isinstance(node, ast.Name) and node.id not in seen:
            for value in assigned(node.id, self.places):
                yield from self._calls(value, (*seen, node.id))

    def given_to(self, *names: str) -> list[ast.expr]:
        return [argument for call in self.calls if called(call) in names for argument in call.args]

    def class_of(self, name: str) -> str:
        """The class that a name stands for, through `aliased`."""
        values = assigned(name, self.places) if name not in KEYS else ()
        return next((ast.unparse(one.args[0]) for one in values if called(one) == "aliased"), name)

    def is_key_of(self, name: str, fixed: set[Column], with_attribute: str = "") -> bool:
        """Whether what is fixed names one row of a table."""
        some = [key for key in KEYS.get(self.class_of(name), ()) if not with_attribute or with_attribute in key]
        return any(all((name, one) in fixed for one in key) for key in some)

    def tables(self) -> set[str]:
        """The classes, or what stands for them, of which rows are selected or joined."""
        joined = [call.args[0] for call in self.calls if called(call) in JOINS and call.args]
        parts = [part.value if isinstance(part, ast.Starred) else part for part in self.given_to("select")]
        names = {name for name, _ in columns(parts)}
        names |= {part.id for part in (*parts, *joined) if isinstance(part, ast.Name)}
        return {name for name in names if self.class_of(name) in KEYS}

    def leaves_ties(self, terms: Sequence[ast.expr]) -> bool:
        """Whether two rows may be equal in all terms of an order."""
        if isinstance(terms[-1], ast.Starred):
            return not ast.unparse(terms[-1]).endswith(".primary_key")
        if alike := self._rows_alike():
            return not set(map(ast.unparse, alike)) <= {ast.unparse(bare(term)) for term in terms}
        last, fixed, tables = column(terms[-1]), columns(terms) | self.equal, self.tables()
        if last is None or not self.is_key_of(last[0], fixed, last[1]):
            return True
        led_to = {one for name in tables for one in TARGETS[self.class_of(name)]}
        # Of a document no more than one version is in force.
        if any("is_in_force" in called(one) for given in self.given_to(*JOINS) for one in ast.walk(given)):
            led_to.add("Version")
        return any(not self.is_key_of(name, fixed) and name not in led_to for name in tables)

    def leaves_nulls(self, terms: Sequence[ast.expr]) -> bool:
        """Whether some term may be NULL and does not say at which end that stands."""
        silent = columns(term for term in terms if called(term) not in {"nulls_first", "nulls_last"})
        return any((self.class_of(name), attribute) in NULLABLE for name, attribute in silent - self.never_null)

    def _rows_alike(self) -> list[ast.expr]:
        """What makes one row of many: what they are grouped by, or all that is selected where none comes twice."""
        grouped = self.given_to("group_by")
        return grouped or (self.given_to("select") if "distinct" in map(called, self.calls) else [])


def statements(node: ast.AST, tree: ast.Module, scope: ast.AST | None = None) -> Iterator[tuple[ast.Call, Statement]]:
    """Every call that orders or cuts a statement, with what can be read of it."""
    if isinstance(node, ast.FunctionDef) or (scope is None and isinstance(node, ast.stmt)):
        scope = node
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in {"order_by", "limit"}:
        yield node, Statement(node, scope or node, tree)
    for child in ast.iter_child_nodes(node):
        yield from statements(child, tree, scope)


def undecided(source: str) -> list[str]:
    """Each order that may leave ties, each cut of what has no order; to ask for one row is to ask whether there is."""
    tree, found = ast.parse(source), []
    for call, statement in statements(tree, tree):
        given = ", ".join(map(ast.unparse, call.args))
        if called(call) == "order_by" and (statement.leaves_ties(call.args) or statement.leaves_nulls(call.args)):
            found.append(f"{call.lineno} order_by({given})")
        if called(call) == "limit" and given != "1" and not statement.given_to("order_by"):
            found.append(f"{call.lineno} limit({given})")
    return found


def test_every_order_ends_with_a_key_and_nothing_is_cut_without_one() -> None:
    assert [f"{name}:{one}" for name, file in modules(ROOT).items() for one in undecided(file.read_text())] == []


FINE = """
HERS = select(Play).where(Play.learner_key == bindparam("key")).order_by(Play.started_at.desc(), Play.id.desc())
ENDED = select(Play.id).where(Play.finished_at.is_not(None)).order_by(Play.finished_at, Play.id)
TOLD = select(Answer.day).distinct()
other = aliased(Play)

def answers(db, key):
    mine = select(Answer, Version.text).join(Version).where(Answer.learner_key == key)
    db.scalars(mine.order_by(Answer.sequence).limit(5))
    db.scalars(TOLD.order_by(Answer.day.desc()).limit(5))
    db.scalars(select(Answer.skill, func.count()).group_by(Answer.skill).order_by(func.count(), Answer.skill))
    db.scalars(select(other).order_by(other.started_at, other.id))
    db.execute(select(Document, Version).join(Version, is_in_force(db)).order_by(Document.id))
    return db.scalar(mine.limit(1)) is not None
"""
"""Statements that leave nothing to a plan, each of which a breach below alters."""


@pytest.mark.parametrize(
    ("whole", "breach", "told"),
    [
        (", Play.id.desc()", "", "2 order_by(Play.started_at.desc())"),
        (", Play.id.desc()", ", Play.minutes", "2 order_by(Play.started_at.desc(), Play.minutes)"),
        (".where(Play.finished_at.is_not(None))", "", "3 order_by(Play.finished_at, Play.id)"),
        ("Answer.learner_key == key", "Answer.correct", "9 order_by(Answer.sequence)"),
        (".join(Version)", ".join(Report, Report.answer_id == Answer.id)", "9 order_by(Answer.sequence)"),
        ("mine.order_by(Answer.sequence)", "mine", "9 limit(5)"),
        (".distinct()", "", "10 order_by(Answer.day.desc())"),
        ("func.count(), Answer.skill)", "func.count())", "11 order_by(func.count())"),
        (", other.id", "", "12 order_by(other.started_at)"),
        ("other.started_at, other.id", "*by_day(other)", "12 order_by(*by_day(other))"),
        ("is_in_force(db)", "True", "13 order_by(Document.id)"),
    ],
)
def test_an_order_that_leaves_ties_is_named(whole: str, breach: str, told: str) -> None:
    assert undecided(FINE) == []
    assert undecided(FINE.replace(whole, breach)) == [told]
