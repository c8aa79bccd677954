"""What the page shows first, as the benchmark reads it: in its order, by its keys, what can frighten marked."""

import pytest

from benchmarks.before_interview import DANGER, ORDINARY, TypedNeed, lines, report

PAGE = """
<main><section aria-labelledby="rules"><ul><li><a class="title" href="https://example.org">Durée</a></li></ul></section>
<section aria-labelledby="cards"><ol>
<li><a class="title" href="/modules/tension/cards/les-larmes">Les larmes</a></li>
<li><a class="title" href="/modules/tension/cards/limite">La limite : insulte, menace</a></li></ol></section>
<section aria-labelledby="in-place"><ul><li><a class="title" href="/directory/entry/refuge">Un accueil</a></li></ul>
</section></main>
"""


def test_lines_are_read_in_the_order_of_the_page_and_what_can_frighten_is_known_by_its_key_or_its_title() -> None:
    found = lines(PAGE.encode(), {"duree": "rule:duree"}, {"entry:refuge"})
    assert [(one.section, one.key, one.frightens) for one in found] == [
        ("rules", "rule:duree", False),
        ("cards", "tension/les-larmes", False),
        ("cards", "tension/limite", True),
        ("in-place", "entry:refuge", True),
    ]


def test_what_comes_of_it_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    found = lines(PAGE.encode(), {}, set())
    calm = TypedNeed("elle pleure", "fr", ORDINARY, frozenset({"tension/les-larmes"}))
    report([(calm, found), (TypedNeed("il me menace", "fr", DANGER, frozenset()), found)])
    printed = [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()]
    assert printed == [
        "harmful first lines 0 of 1",
        "harmful among three 1 of 1 | elle pleure",
        "danger found 1 of 1",
        "right among three 1 of 1",
        "answered where nothing is 0 of 0",
    ]
