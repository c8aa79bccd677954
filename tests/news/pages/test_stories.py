"""The feed, and a story with its sentences in their place."""

from datetime import timedelta

from lxml.html import HtmlElement
from sqlalchemy import update

from models.learning import themes
from models.news.sources.shared_sources import add_source
from models.tables.answers import Mastery
from models.tables.people import Account
from models.tables.sources import Source
from models.tables.stories import Article, Story, StorySkill
from portal.news.stories import highlighted
from tests import builders
from tests.builders import MONDAY, ask
from tests.house import House
from tests.page_browser import Page, words
from tests.watchers.mornings import tell

META = (
    "VDAB ({})\N{NO-BREAK SPACE}· aujourd’hui\N{NO-BREAK SPACE}· en néerlandais\N{NO-BREAK SPACE}· pour tout le monde"
)
HOSTILE = "<script>alert(1)</script> & <b>gras</b>"


def describe(house: House, source: str, **fields: object) -> None:
    """Say of a source what it is, whose it is, or how much of it may be shown."""
    with house.store.writing() as db:
        db.execute(update(Source).where(Source.name == source).values(**fields))


def one_story(page: Page, story: int) -> HtmlElement:
    return page.part(f"story-{story}")


def test_a_house_that_follows_no_source_says_so_and_leads_whoever_administers_it_to_ten(empty_house: House) -> None:
    builders.set_up(empty_house.store, builders.small_pack())
    learner, desk = empty_house.visitor(), empty_house.visitor(administrator=True)
    for browser, led in ((learner, False), (desk, True)):
        page = browser.get("/news")
        assert "Aucune source n’est encore suivie." in page.text and "plusieurs fois par jour" not in page.text
        assert ("/sources/first" in page.links()) == led
    with empty_house.store.writing() as db:
        add_source(db, "Un site", "https://un.example/", "feed", empty_house.clock())
    assert "plusieurs fois par jour" in learner.get("/news").text


def test_it_works(house: House) -> None:
    story = tell(house.store, "Une nouvelle", MONDAY)
    browser = house.visitor()
    assert f"/news/{story}" in browser.get("/news").links()
    page = browser.get(f"/news/{story}")
    assert (page.status, page.heading) == (200, "Une nouvelle")
    assert "ONEM" in page.text
    assert "https://x.example/a" in page.links()


def test_the_sentences_of_the_summary_are_marked_where_they_stand(house: House) -> None:
    story = tell(house.store, "Deux phrases", MONDAY, sentences=("La première est là.", "La seconde aussi."))
    page = house.visitor().get(f"/news/{story}")
    assert [words(mark) for mark in page.tree.iter("mark")] == ["La première est là.", "La seconde aussi."]
    assert [words(one) for one in page.tree.xpath("//blockquote")] == ["La première est là. La seconde aussi."]


def test_a_sentence_leads_to_its_place_here_where_the_text_may_be_shown(house: House) -> None:
    story = tell(house.store, "Deux phrases", MONDAY, sentences=("La première.", "La seconde."), source="Moniteur")
    describe(house, "Moniteur", right_to_show="text")
    browser = house.visitor()
    (summary,) = one_story(browser.get("/news"), story).xpath(".//blockquote")
    assert summary.xpath(".//a/@href") == [f"/news/{story}#sentence-1", f"/news/{story}"]
    whole = browser.get(f"/news/{story}").tree.xpath("//blockquote//a/@href")
    assert whole == [f"/news/{story}#sentence-1", f"/news/{story}#sentence-2"]
    assert browser.get(f"/news/{story}").part("sentence-2").text == "La seconde."


def test_a_sentence_of_an_excerpt_leads_to_its_place_on_the_page_of_its_source(house: House) -> None:
    story = tell(house.store, "Un extrait", MONDAY, sentences=("Le titre-service vaut 10 €.",), source="Extraits")
    describe(house, "Extraits", right_to_show="excerpt")
    browser = house.visitor()
    for page in (one_story(browser.get("/news"), story), browser.get(f"/news/{story}").tree):
        (sentence,) = page.xpath(".//blockquote//a")
        assert sentence.get("href") == "https://x.example/a#:~:text=Le%20titre%2Dservice%20vaut%2010%20%E2%82%AC."
        assert sentence.get("rel") == "noopener noreferrer"


def test_what_others_write_stays_text(house: House) -> None:
    story = tell(house.store, HOSTILE, MONDAY, sentences=(HOSTILE,))
    browser = house.visitor()
    for page in (browser.get("/news"), browser.get(f"/news/{story}")):
        assert page.tree.xpath("//script[not(@src)]|//main//b") == []
        assert HOSTILE in page.text


def test_what_a_generative_model_made_of_a_story_is_labelled_and_stands_below_the_sentences(house: House) -> None:
    number = tell(house.store, "Une prime", MONDAY, sentences=("La prime vaut en mars.",), source="Carnet")
    with house.store.writing() as db:
        story = db.get_one(Story, number)
        story.rewritten, story.rewritten_by = "Une prime arrive au printemps.", "modele"
    text = house.visitor().get(f"/news/{number}").text
    assert text.index("La prime vaut en mars.") < text.index("Reformulé par un modèle de langue")
    assert text.index("Reformulé par un modèle de langue") < text.index("Une prime arrive au printemps.")
    with house.store.writing() as db:
        db.execute(update(Source).where(Source.name == "Carnet").values(right_to_show="title"))
    assert "Reformulé" not in house.visitor().get(f"/news/{number}").text


def test_a_story_says_what_its_source_is_and_in_what_language_it_is(house: House) -> None:
    story = tell(house.store, "Nieuw loket", MONDAY, language="nl", source="VDAB")
    describe(house, "VDAB", nature="public_service", jurisdiction="flanders")
    told = one_story(house.visitor().get("/news"), story).xpath(".//*[@class='about']/p")
    assert [words(one) for one in told] == [META.format("service public")]
    told = house.visitor().get(f"/news/{story}").tree.xpath("//h1/following-sibling::*[1]")
    assert [words(one) for one in told] == [META.format("service public, Flandre")]


def test_of_a_source_that_allows_its_title_only_the_title_and_the_way_to_it_are_shown(house: House) -> None:
    story = tell(house.store, "Réservé", MONDAY, sentences=("Une phrase à elle.",), source="Le Journal")
    describe(house, "Le Journal", nature="press", right_to_show="title")
    browser = house.visitor()
    for page in (browser.get("/news"), browser.get(f"/news/{story}")):
        assert "Réservé" in page.text
        assert "Une phrase à elle" not in page.body
    assert "ne laisse montrer que son titre" in browser.page.text
    assert "https://x.example/a" in browser.page.links()


def test_a_story_of_ones_own_source_is_seen_by_nobody_else_and_can_be_asked_for(house: House) -> None:
    account = house.person()
    mine, shared = tell(house.store, "À moi", MONDAY, source="Interne"), tell(house.store, "À tous", MONDAY)
    describe(house, "Interne", learner_key=account.learner_key)
    browser = house.browser_of(account)
    assert {f"/news/{mine}", f"/news/{shared}"} <= set(browser.get("/news").links())
    assert f"/news/{mine}" in browser.get("/news?sources=mine").links()
    assert f"/news/{shared}" not in browser.page.links()
    assert f"/news/{mine}" not in browser.get("/news?sources=shared").links()
    stranger = house.visitor()
    assert f"/news/{mine}" not in stranger.get("/news").links()
    assert stranger.get(f"/news/{mine}").status == 404


def test_the_feed_can_be_narrowed_to_one_theme(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        themes.follow(db, account.learner_key, MONDAY, words=["prime", "loket"])
        mine = {theme.words: theme.id for theme in themes.followed(db, account.learner_key)}
    found, other = tell(house.store, "La prime change", MONDAY), tell(house.store, "Rien", MONDAY)
    browser = house.browser_of(account)
    links = browser.get(f"/news?theme={mine['prime']}").links()
    assert f"/news/{found}" in links
    assert f"/news/{other}" not in links
    assert browser.page.tree.xpath("//nav[@class='filters']//a[@aria-current]/text()") == ["prime"]


def title_leads_to(page: Page, story: int) -> str:
    (title,) = one_story(page, story).xpath(".//a[@class='title']")
    return str(title.get("href"))


def test_a_title_leads_to_the_original_where_our_page_could_show_no_more(house: House) -> None:
    account = house.person()
    extract, text, two = (tell(house.store, name, MONDAY, source=name) for name in ("Extrait", "Texte", "Deux"))
    describe(house, "Extrait", right_to_show="excerpt")
    describe(house, "Texte", right_to_show="text")
    describe(house, "Deux", right_to_show="excerpt")
    other = tell(house.store, "La même", MONDAY, source="Une autre")
    describe(house, "Une autre", right_to_show="title")
    with house.store.writing() as db:
        db.execute(update(Article).where(Article.story_id == other).values(story_id=two, address="https://y.example/"))
    page = house.browser_of(account).get("/news")
    told = [title_leads_to(page, story) for story in (extract, text, two)]
    assert told == ["https://x.example/a", f"/news/{text}", f"/news/{two}"]


def test_what_is_opened_at_its_source_is_noted_as_read(house: House) -> None:
    story = tell(house.store, "Un extrait", MONDAY, source="Extraits")
    describe(house, "Extraits", right_to_show="excerpt")
    browser = house.visitor()
    token = browser.get("/news").tree.xpath("//form[@id='reading']//input[@name='csrf_token']/@value")[0]
    data = {"csrf_token": token, "story": str(story)}
    assert browser.client.post("/news/read", data=data, headers={"HX-Request": "true"}).status_code == 204
    assert one_story(browser.get("/news"), story).get("class") == "story read"
    assert browser.page.tree.xpath("//*[@role='status']") == []


def test_all_that_is_shown_is_marked_as_read_and_nothing_else(house: House) -> None:
    account = house.person()
    shown, other = (tell(house.store, name, MONDAY, language=code) for name, code in (("Één", "nl"), ("Deux", "fr")))
    browser = house.browser_of(account)
    browser.get("/news?language=nl")
    browser.send("/news/read?next=/news?language%3Dnl")
    assert "marquées comme lues" in browser.page.text
    assert one_story(browser.get("/news"), shown).get("class") == "story read"
    assert one_story(browser.page, other).get("class") == "story"
    links = browser.get("/news?unread=1").links()
    assert f"/news/{other}" in links
    assert f"/news/{shown}" not in links


def test_the_list_shows_the_first_sentence_with_the_one_that_narrows_it(house: House) -> None:
    first = ("La prime double en mars.", "À condition d'avoir un an d'ancienneté.", "Elle vaut 2000 euros.")
    story = tell(house.store, "Une prime", MONDAY, sentences=first)
    (listed,) = one_story(house.visitor().get("/news"), story).xpath(".//blockquote")
    assert words(listed) == "La prime double en mars. À condition d’avoir un an d’ancienneté. La suite"


# ----------------------------------------------------------------------------------------- less, nothing more, and kept


def less_button(page: Page, story: int) -> tuple[HtmlElement, HtmlElement]:
    """The last subject of a story of which one may want less, and its form."""
    (form,) = one_story(page, story).xpath(".//form[contains(@action, 'less')]")
    return form, form.xpath(".//button")[-1]


def test_less_of_a_source_is_said_on_its_story_and_taken_back_among_themes(house: House) -> None:
    account, story = house.person(), tell(house.store, "Une de trop", MONDAY, source="Bavard")
    browser = house.browser_of(account)
    browser.get("/news")
    form, button = less_button(browser.page, story)
    assert words(button) == "Moins de «\u202fBavard\u202f»"
    browser.send(form.action, (button.get("name"), button.get("value")))
    assert "De nouveau autant de «\u202fBavard\u202f»" in words(one_story(browser.get("/news"), story))
    assert "Bavard" in words(browser.get("/themes").part("lowered").getparent())
    browser.send(
        browser.page.tree.xpath("//form[contains(@action, 'less')]/@action")[0], ("as_before", button.get("value"))
    )
    assert browser.page.tree.xpath("//*[@id='lowered']") == []


# ------------------------------------------------------------------------------------------------- what a story carries


def asking_story(house: House) -> tuple[Account, int]:
    """Somebody who began a skill last week, and a story about it."""
    account, story = house.person(), tell(house.store, "Sur l'écoute", MONDAY)
    with house.store.writing() as db:
        ask(db, account.learner_key, "listen-active-1", at=MONDAY - timedelta(days=3))
        db.add(StorySkill(story_id=story, skill="listen.active", similarity=3.0))
    return account, story


def question_form(page: Page, story: int) -> HtmlElement:
    (form,) = one_story(page, story).xpath(".//details[@class='tie']//form")
    return form


def test_a_question_is_asked_and_answered_within_its_story(house: House) -> None:
    account, story = asking_story(house)
    browser = house.browser_of(account)
    form = question_form(browser.get("/news"), story)
    assert "here" in form.get("hx-post")
    assert browser.swap(form.action).status_code == 200
    question = question_form(browser.page, story)
    assert question.xpath(".//h3")
    assert browser.swap(question.action, ("answering", "1"), option="a").status_code == 200
    assert "C’est juste" in words(one_story(browser.page, story))
    assert len(browser.page.tree.xpath("//h1")) == 1
    assert house.read(lambda db: db.get_one(Mastery, (account.learner_key, "listen.active")).answers) == 2
    again = house.browser_of(account)
    seen = again.get("/news")
    assert "Votre réponse" in words(one_story(seen, story))
    again.swap(question_form(seen, story).action)
    assert "C’est juste" in words(one_story(again.page, story))


def test_without_scripts_the_question_has_a_page_that_leads_back_to_its_story(house: House) -> None:
    account, story = asking_story(house)
    browser = house.browser_of(account)
    page = browser.get("/news")
    page = browser.send(question_form(page, story).action)
    assert (page.path.split("/")[1], page.came_by) == ("play", (303,))
    assert f"/news#story-{story}" in page.links()
    page = browser.send(page.tree.xpath("//main//form/@action")[0], ("answering", "1"), option="b")
    assert page.heading == "Ce n’est pas la meilleure réponse ici"
    assert f"/news#story-{story}" in page.links()
    onward = page.tree.xpath("//main//form[contains(@action, 'advance')]/@action")[0]
    assert browser.send(onward).path.startswith("/play/")


def test_a_card_is_read_within_its_story(house: House) -> None:
    story = tell(house.store, "Sur le rôle", MONDAY)
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="frame.role", similarity=3.0))
    browser = house.visitor()
    for page in (browser.get("/news"), browser.get(f"/news/{story}")):
        (card,) = page.tree.xpath("//details[@class='tie'][.//a[contains(@href, '/modules/cadre/cards/')]]")
        assert "À lire." in words(card)


# ------------------------------------------------------------------------------------------------------ marks in a text


def test_a_text_is_set_in_paragraphs_with_its_sentences_marked() -> None:
    for text, places, html in [
        ("Un. Deux.", [(4, 9)], '<p>Un. <mark id="sentence-1">Deux.</mark></p>'),
        ("Un. Deux.", [(0, 3)], '<p><mark id="sentence-1">Un.</mark> Deux.</p>'),
        ("Un.\n\nDeux.", [(5, 10)], '<p>Un.</p><p><mark id="sentence-1">Deux.</mark></p>'),
        (
            "Un. Deux. Trois.",
            [(0, 3), (10, 16)],
            '<p><mark id="sentence-1">Un.</mark> Deux. <mark id="sentence-2">Trois.</mark></p>',
        ),
        ("Un.", [], "<p>Un.</p>"),
        ("", [], ""),
        ("a < b & <i>c</i>", [(4, 5)], '<p>a &lt; <mark id="sentence-1">b</mark> &amp; &lt;i&gt;c&lt;/i&gt;</p>'),
        ("Vrai ?", [(0, 6)], '<p><mark id="sentence-1">Vrai\u202f?</mark></p>'),
    ]:
        assert highlighted(text, places, "fr") == html


def test_a_sentence_that_runs_over_two_lines_is_marked_in_each() -> None:
    assert highlighted("Un\ndeux.", [(0, 8)], "fr") == '<p><mark id="sentence-1">Un</mark></p><p><mark>deux.</mark></p>'
