"""`python -m benchmarks.ties [NEWS]`: whether news is tied to the skill that a trainer would tie it to.

Invented news in French, Dutch and English, labelled with the skills of the pack: two sets that weights, threshold and
the words of the pack were found on, and one that was measured when these were fixed. Beside ours, the same with the
names of the skills alone. NEWS: general French news (a .jsonl.gz with `title` and `article`); what share of it is tied.
"""

import argparse
import gzip
import json
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from time import perf_counter

from benchmarks.ties.items import Item, read
from content.pack import PACKS, read_pack
from content.skills import SkillMap, read_skills
from models.ground.settings import Settings
from models.language.encoder import Encoder
from watchers.tellings import Teller, models

SETS = {"tuned on, first": "first", "tuned on, second": "second", "measured once": "later"}
MOST_NEWS = 400


def main() -> None:
    """Tie, compare, print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ties", description=__doc__)
    parser.add_argument("news", type=Path, nargs="?")
    asked = parser.parse_args()
    with models() as child:
        measure(Teller(Encoder(Settings.from_environment().encoder), child), asked.news)


def measure(teller: Teller, news: Path | None) -> None:
    """Tie the news of each set, then general news."""
    skills = read_skills(read_pack(PACKS / "conseil-emploi").skills)
    for told, name in SETS.items():
        items = read(name)
        print(f"{told}: {len(items)} items, {sum(bool(item.best) for item in items)} that touch a skill")
        _report("names of skills alone", items, _tied(teller, items, _named(skills)))
        ours = _tied(teller, items, skills)
        _report("ours", items, ours)
        for language in ("fr", "nl", "en"):
            mine = [place for place, item in enumerate(items) if item.language == language]
            _report(f"  {language}", [items[place] for place in mine], [ours[place] for place in mine])
    if news:
        _general(teller, skills, news)


def _named(skills: SkillMap) -> SkillMap:
    """Return the same map without what its trainers say of the news."""
    domains = [
        domain._replace(skills=tuple(skill._replace(news=()) for skill in domain.skills)) for domain in skills.domains
    ]
    return SkillMap(tuple(domains))


def _tied(teller: Teller, items: Sequence[Item], skills: SkillMap) -> list[str | None]:
    return [next(iter(teller.tell(item.title, item.text, item.language, skills).skills), None) for item in items]


def _report(name: str, items: Sequence[Item], tied: Sequence[str | None]) -> None:
    pairs = [(item, skill) for item, skill in zip(items, tied, strict=True) if skill]
    right, best = (sum(skill in wanted(item) for item, skill in pairs) for wanted in (_fair, _best))
    touching = sum(bool(item.best) for item in items)
    nothing, wrongly = len(items) - touching, sum(not item.best for item, _ in pairs)
    tied_ones = max(1, len(pairs))
    print(
        f"  {name:22} {len(pairs):3} tied, right {right / tied_ones:.3f} (best {best / tied_ones:.3f}), "
        f"reached {right / touching:.3f} of those that touch a skill; {wrongly} of {nothing} that touch none are tied"
    )


def _fair(item: Item) -> frozenset[str]:
    return item.fair


def _best(item: Item) -> frozenset[str]:
    return item.best


def _general(teller: Teller, skills: SkillMap, path: Path) -> None:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        news = [json.loads(line) for _, line in zip(range(MOST_NEWS), file, strict=False)]
    spent, tied = [], 0
    for one in news:
        started = perf_counter()
        tied += bool(teller.tell(one["title"], one["article"], "fr", skills).skills)
        spent.append(1000 * (perf_counter() - started))
    print(f"general news: {len(news)} texts, {100 * tied / len(news):.1f} % tied, {median(spent):.0f} ms each")


if __name__ == "__main__":
    main()
