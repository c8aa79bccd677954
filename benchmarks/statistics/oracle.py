"""An oracle that counts the figures over the raw rows by plain loops, sharing no code with the portal.

Only the definitions are the same: which answers stand, which of them are told of one taking, how strength leaves the
question out, what each test holds a question against. Binomial and normal probabilities are scipy's.
"""

import math
from collections import defaultdict
from datetime import date
from typing import Any

from scipy.stats import binom, norm
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.tables.documents import Version
from models.tables.reports import Report
from models.tables.study import Annulment, Answer

Key = tuple[str, int]


def standing(db: Session) -> list[dict[str, Any]]:
    """Return every first exposure that counts, as raw as it lies, in the order of learners and of their answers."""
    annulled = {row.answer_id for row in db.execute(select(Annulment.answer_id))}
    reports = db.execute(select(Report.answer_id, Report.withdrawn_at, Report.outcome))
    set_aside = {row.answer_id for row in reports if row.withdrawn_at is None and row.outcome is None}
    table = Answer.__table__
    rows = [dict(row._mapping) for row in db.execute(select(table))]
    kept = [
        row
        for row in rows
        if row["counts"] and row["exposure"] == 0 and row["id"] not in annulled and row["id"] not in set_aside
    ]
    return sorted(kept, key=lambda row: (row["learner_key"].hex, row["sequence"]))


def begun(db: Session) -> dict[int, int]:
    """Return, for each version, the one in which its meaning began."""
    found, last = {}, {}
    for version in db.scalars(select(Version).order_by(Version.id)):
        if version.change in {"first", "meaning"}:
            last[version.document_id] = version.id
        found[version.id] = last[version.document_id]
    return found


def word(row: dict[str, Any]) -> str:
    """Return the response in one word; of the typed questions of this world, `c` is anything else."""
    if row["question_id"].endswith("-text"):
        return {"juste": "a", "faux": "b"}.get(row["response"][0], "c")
    return " ".join(row["response"])


def told_of(rows: list[dict[str, Any]]) -> list[list[list[dict[str, Any]]]]:
    """Return the parts of a question that one taking tells: blocks of rows, months kept together, in their order."""
    months: list[list[dict[str, Any]]] = []
    for row in rows:
        if months and f"{months[-1][-1]['day']:%Y-%m}" == f"{row['day']:%Y-%m}":
            months[-1].append(row)
        else:
            months.append([row])
    block: list[dict[str, Any]] = []
    part: list[list[dict[str, Any]]] = []
    parts = []
    for month in months:
        block = block + month
        if len(block) < 20 or len({row["learner_key"] for row in block}) < 15:
            continue
        part, block = [*part, block], []
        marks = [row["correct"] for one in part for row in one if not row["dont_know"]]
        if marks.count(True) >= 5 and marks.count(False) >= 5:
            parts.append(part)
            part = []
    # Before the first part, what is too much alike is told without its share.
    return parts or ([part] if part else [])


def is_alike(part: list[list[dict[str, Any]]]) -> bool:
    """Return whether fewer than five are right, or wrong."""
    _, _, answers, right = spoken_of(part)
    return bool(min(right, answers - right) < 5)


def spoken_of(part: list[list[dict[str, Any]]]) -> list[Any]:
    """Return first and last month, answers and right ones of a part."""
    rows = [row for block in part for row in block]
    marks = [row["correct"] for row in rows if not row["dont_know"]]
    days = sorted(f"{row['day']:%Y-%m}" for row in rows)
    return [days[0], days[-1], len(marks), marks.count(True)]


class Oracle:
    """All figures of one state of the log."""

    def __init__(self, db: Session) -> None:
        first = begun(db)
        told = standing(db)
        for row in told:
            row["key"] = (row["question_id"], first[row["version_id"]])
        of_question: dict[Key, list[dict[str, Any]]] = defaultdict(list)
        for row in sorted(told, key=lambda row: row["id"]):
            of_question[row["key"]].append(row)
        self.parts = {key: parts for key, rows in of_question.items() if (parts := told_of(rows))}
        """By question, what is told: parts of blocks of rows."""
        self.rows = [row for row in told if not row["dont_know"]]
        self.by_question: dict[Key, list[dict[str, Any]]] = defaultdict(list)
        for row in self.rows:
            self.by_question[row["key"]].append(row)
        self._place()

    def _place(self) -> None:
        facility = {key: sum(row["correct"] for row in rows) / len(rows) for key, rows in self.by_question.items()}
        of_learner = defaultdict(list)
        for row in self.rows:
            row["residual"] = row["correct"] - facility[row["key"]]
            of_learner[row["learner_key"]].append(row)
        self.curve: dict[str, list[list[int]]] = defaultdict(list)
        for rows in of_learner.values():
            seen: dict[str, list[dict[str, Any]]] = defaultdict(list)
            for row in rows:
                row["turn"] = min(19, len(seen[row["skill"]]))
                seen[row["skill"]].append(row)
                while len(self.curve[row["skill"]]) <= row["turn"]:
                    self.curve[row["skill"]].append([0, 0])
                self.curve[row["skill"]][row["turn"]][0] += 1
                self.curve[row["skill"]][row["turn"]][1] += row["correct"]
            whole = math.fsum(row["residual"] for row in rows)
            for own in seen.values():
                here = math.fsum(row["residual"] for row in own)
                for row in own:
                    same = (here - row["residual"]) / (len(own) - 1 + 2)
                    row["strength"] = round(same + (whole - here) / (len(rows) - len(own) + 8), 9)
                    others = [other["correct"] for other in own if other is not row]
                    row["weak"] = None if len(others) < 3 else sum(others) <= len(others) / 2

    def figures(self, key: Key, options: str) -> dict[str, Any]:
        """Return all figures of one question; `options` are the letters of one with one right answer."""
        blocks = [block for part in self.parts[key] for block in part]
        upto = blocks[-1][-1]["id"]
        rows = [row for row in self.by_question[key] if row["id"] <= upto]
        seconds = sorted(row["seconds"] for row in rows)
        half = len(seconds) // 2
        judged = len(rows) >= 20 and len({row["learner_key"] for row in rows}) >= 15
        return {
            "answers": len(rows),
            "people": len({row["learner_key"] for row in rows}),
            "right": sum(row["correct"] for row in rows),
            "dont_know": sum(row["dont_know"] for block in blocks for row in block),
            "confident": sum(row["confidence"] is not None for row in rows),
            "sure_wrong": sum(row["confidence"] == "sure" and not row["correct"] for row in rows),
            "seconds": seconds[half] if len(seconds) % 2 else (seconds[half - 1] + seconds[half]) / 2,
            "discrimination": pearson([row["correct"] for row in rows], [row["strength"] for row in rows]),
            "chosen": self._thirds(blocks, options),
            "parts": [spoken_of(part) for part in self.parts[key] if not is_alike(part)],
            "signs": self._signs(rows, options) if judged else {},
            "rival": self._rival(rows) if judged else None,
        }

    def curve_of(self, skill: str) -> dict[int, tuple[int, int]]:
        """Return the answers and the percentage right at each opportunity, a part standing at its mean one."""
        found: dict[int, list[int]] = {}
        for parts in self.parts.values():
            for part in parts:
                rows = [row for block in part for row in block if not row["dont_know"]]
                if rows[0]["skill"] == skill and not is_alike(part):
                    counts = found.setdefault(1 + round(sum(row["turn"] for row in rows) / len(rows)), [0, 0])
                    counts[0] += len(rows)
                    counts[1] += sum(row["correct"] for row in rows)
        return {turn: (answers, round(100 * right / answers)) for turn, (answers, right) in sorted(found.items())}

    def _thirds(self, blocks: list[list[dict[str, Any]]], options: str) -> dict[str, list[int]]:
        found = {letter: [0, 0, 0] for letter in options}
        for block in blocks:
            ranked = sorted((row for row in block if not row["dont_know"]), key=lambda row: row["strength"])
            for place, row in enumerate(ranked):
                found.setdefault(word(row), [0, 0, 0])[math.floor(3 * place / len(ranked))] += 1
        return found

    def _signs(self, rows: list[dict[str, Any]], options: str) -> dict[str, Any]:
        """Return, by test, the probability and what is told."""
        found: dict[str, Any] = {}
        weak = [row["correct"] for row in rows if row["weak"]]
        if weak:
            found["given_away"] = (float(binom.sf(sum(weak) - 1, len(weak), 0.75)), "", None)
        wrong = [word(row) for row in rows if not row["correct"]]
        distractors = [letter for letter in options if not any(row["correct"] and word(row) == letter for row in rows)]
        if len(distractors) > 1 and wrong:
            least = sorted(distractors, key=lambda letter: (wrong.count(letter), letter))[0]
            p = float(binom.cdf(wrong.count(least), len(wrong), 0.5 / len(distractors)))
            found["dead"] = (min(1.0, p * len(distractors)), least, None)
        discrimination = pearson([row["correct"] for row in rows], [row["strength"] for row in rows])
        if discrimination is not None:
            z = (math.atanh(discrimination) - math.atanh(0.1)) * math.sqrt(len(rows) - 3)
            found["flat"] = (float(norm.cdf(z)), "", None)
        if drift := self._drift(rows):
            found["drift"] = drift
        return found

    def _drift(self, rows: list[dict[str, Any]]) -> Any:
        """Try every day by itself as the day of a drift."""
        y = []
        for row in rows:
            answers, right = self.curve[row["skill"]][row["turn"]]
            y.append(row["correct"] - right / answers)
        x = [row["strength"] for row in rows]
        mx, my = math.fsum(x) / len(x), math.fsum(y) / len(y)
        slope = math.fsum((a - mx) * (b - my) for a, b in zip(x, y, strict=True))
        slope /= math.fsum((a - mx) ** 2 for a in x)
        e = [b - my - slope * (a - mx) for a, b in zip(x, y, strict=True)]
        spread = math.sqrt(math.fsum(v * v for v in e) / len(e))
        by_day: dict[date, list[float]] = defaultdict(list)
        for row, value in zip(rows, e, strict=True):
            by_day[row["day"]].append(value)
        best: tuple[float, date | None] = (0.0, None)
        days = sorted(by_day)
        for day in days[1:]:
            before = [value for other in days if other < day for value in by_day[other]]
            m, n = len(before), len(rows)
            if m >= 20 and n - m >= 20:
                height = -math.fsum(before) / (spread * math.sqrt(m * (n - m) / n))
                if abs(height) > abs(best[0]) + 1e-12:
                    best = (height, day)
        if best[1] is None:
            return None
        b, margin = abs(best[0]), 20 / len(rows)
        p = 1.0
        if b > 1:
            p = min(1.0, float(norm.pdf(b)) * (4 / b + (b - 1 / b) * 2 * math.log((1 - margin) / margin)))
        return p, "easier" if best[0] > 0 else "harder", best[1]

    def _rival(self, rows: list[dict[str, Any]]) -> Any:
        wrong = [word(row) for row in rows if not row["correct"]]
        if not wrong:
            return None
        most = sorted(set(wrong), key=lambda response: (-wrong.count(response), response))[0]
        either = [row for row in rows if row["correct"] or word(row) == most]
        r = pearson([not row["correct"] for row in either], [row["strength"] for row in either])
        if r is None or len(either) < 20:
            return None
        return most, r, len(either), wrong.count(most) > sum(row["correct"] for row in either)


def pearson(ones: list[Any], others: list[float]) -> float | None:
    """Return the correlation from sums; None where one side is always the same."""
    n = len(ones)
    a, b = math.fsum(ones), math.fsum(others)
    ab = math.fsum(one * other for one, other in zip(ones, others, strict=True))
    aa, bb = math.fsum(one * one for one in ones), math.fsum(other * other for other in others)
    spread = (n * aa - a * a) * (n * bb - b * b)
    return (n * ab - a * b) / math.sqrt(spread) if spread > 1e-9 else None
