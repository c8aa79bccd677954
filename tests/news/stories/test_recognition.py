"""The same news or another: on articles invented for it, and where the line runs."""

from datetime import timedelta

from benchmarks.stories.articles import HELD_OUT, LATER, kept_vectors, read, told
from benchmarks.stories.measure import score, stories
from models.news.stories.recognition import CERTAIN, SAME_NEWS_WITHIN, ComparedArticle, likeness, recognise, traits
from tests.builders import MONDAY
from tests.news.stories.newsroom import ONE, OTHER, TEXT, TITLE


def article(
    title: str = TITLE, text: str = TEXT, hours: float = 0, source: int = 1, near: bool = True
) -> ComparedArticle:
    vector = ONE if near else OTHER
    return ComparedArticle(traits(title, text, "fr", None, vector, "e5"), MONDAY + timedelta(hours=hours), source)


def test_the_invented_articles_become_the_stories_that_they_should() -> None:
    articles = read()
    encoder, vectors = kept_vectors()
    sources = sorted({one.source for one in articles})
    story_of = stories([told(one, vectors[one.key], encoder, sources) for one in articles])
    assert len(articles) >= 60
    assert {one.language for one in articles} == {"fr", "nl", "en"}
    for half in (HELD_OUT, LATER, None):
        found = score(articles, story_of, half)
        assert found.precision >= 0.95
        assert found.recall >= 0.80


def test_a_story_that_lies_five_days_back_is_another() -> None:
    long_ago = -SAME_NEWS_WITHIN.total_seconds() / 3600 - 1
    assert likeness(article(), article(hours=long_ago, source=2)) == -CERTAIN


def test_the_same_title_or_address_or_text_is_the_same_news_without_any_encoder() -> None:
    bare = article().traits._replace(vector=(), encoder=None)
    one = ComparedArticle(bare, MONDAY, 1)
    assert likeness(one, ComparedArticle(bare, MONDAY, 2)) == CERTAIN
    placed = [bare._replace(marks=frozenset({"a:x.example/1"}), sketch=()) for _ in range(2)]
    assert likeness(ComparedArticle(placed[0], MONDAY, 1), ComparedArticle(placed[1], MONDAY, 1)) == CERTAIN


def test_vectors_of_two_encoders_are_not_compared() -> None:
    one, other = article(), article("Un tout autre titre que voici", "Actiris paie dès le 1er février.", source=2)
    foreign = other._replace(traits=other.traits._replace(encoder="another"))
    assert likeness(one, other) > likeness(one, foreign)


def test_a_newsroom_seldom_tells_the_same_twice() -> None:
    title = "Formation en pénurie : 2.000 euros à la clé"
    assert likeness(article(), article(title, TEXT[:180])) < likeness(article(), article(title, TEXT[:180], source=2))


def test_an_article_that_nothing_is_like_tells_a_new_story() -> None:
    assert recognise(article(), {}) == []
    other = article("Accident de chantier à Jambes", "Un échafaudage est tombé.", near=False, source=2)
    assert recognise(article(), {3: [other]}) == []


def test_an_article_may_show_that_two_stories_are_one_but_only_if_they_are_like() -> None:
    same = article(f"{TITLE} à Bruxelles", source=2)
    assert recognise(article(source=3), {5: [article()], 9: [same]}) == [5, 9]
    far = article("Accident de chantier à Jambes", "Un échafaudage est tombé.", near=False, source=4)
    assert recognise(article(source=3), {5: [article()], 9: [same, far]}) == [5]
