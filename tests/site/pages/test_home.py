"""Home: one step with its reason, what to refresh, what changes, the compass; what is empty is absent."""

import re
from datetime import timedelta

from lxml.html import HtmlElement
from sqlalchemy import select

from models.catalogue import coming_into_force, documents
from models.learner import SkillState
from models.learning import answering, playing, scenes
from models.learning.scenes import CardScene, QuestionScene
from models.tables.answers import Confidence, Play
from models.tables.people import Account
from models.tables.stories import StorySkill
from models.tutor.situation import Purpose
from tests import builders
from tests.builders import MONDAY, READING, RIGHT, live_through, question
from tests.house import House
from tests.page_browser import Browser, Page, words
from tests.teaching import teach
from tests.watchers.mornings import tell

DAY = timedelta(days=1)


def parts(page: Page) -> list[str]:
    """The titles of home's parts, in order."""
    return page.tree.xpath("//main//h2/@id")


def reason(page: Page) -> str:
    (why,) = page.tree.find_class("why")
    return words(why).replace("’", "'")


def learned(house: House, account: Account, *modules: str) -> None:
    """Everything answered right, on two days."""
    for day in range(2):
        at = MONDAY + day * DAY
        with house.store.writing() as db:
            for module in modules:
                live_through(db, playing.start(db, account.learner_key, module, at), at)


def fading(house: House, account: Account, *modules: str) -> None:
    """Learned long ago by somebody who was there yesterday."""
    learned(house, account, *modules)
    house.clock.pass_by(days=399)
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-reflect-1", at=house.clock())
    house.clock.pass_by(days=1)


def answered(house: House, account: Account, question: str) -> None:
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, question, at=MONDAY)


def newcomer(house: House) -> Account:
    """Somebody who has just accepted her invitation."""
    account = house.person(fresh=True)
    with house.store.writing() as db:
        db.get_one(Account, account.id).privacy_read_at = MONDAY
    return account


def begin(browser: Browser) -> Page:
    """Begin what home proposes."""
    page = browser.get("/")
    return browser.send(step(page).xpath("string(.//form/@action)"))


def step(page: Page) -> HtmlElement:
    return page.part("step").getparent()


def title(page: Page) -> str:
    return words(page.part("step"))


def states(page: Page) -> set[str]:
    """What the lists behind the compass say of every skill."""
    shown = page.tree.xpath("//main//section[@class='skills']//rect/@class")
    return {SkillState(one) for one in shown}


def petals(page: Page) -> list[str]:
    """The skills that have a petal."""
    return page.tree.xpath("//main//svg[contains(@class, 'rose')]//g/@data-skill")


def test_it_works(house: House) -> None:
    page = house.visitor().get("/")
    assert (page.status, page.heading) == (200, "Bonjour Claire")
    assert parts(page)[0] == "step"


def test_somebody_new_sees_one_step_and_her_compass_and_nothing_that_is_empty(empty_house: House) -> None:
    teach(empty_house.store, builders.small_pack())
    page = empty_house.visitor().get("/")
    assert parts(page) == ["step", "compass"]
    assert states(page) == {SkillState.TO_DISCOVER}


def test_the_step_says_why_and_begins_with_one_button(house: House) -> None:
    browser = house.visitor()
    page = browser.get("/")
    assert "Boussole estime" not in words(step(page))
    assert "«\u202fDire son rôle\u202f»" in reason(page)
    (action,) = step(page).xpath(".//form[button[not(@class)]]/@action")
    assert browser.send(action).heading == "Carte 1"


def test_what_is_open_is_taken_up_again(house: House) -> None:
    browser = house.visitor()
    browser.get("/modules/cadre")
    sitting = browser.send("/modules/cadre/start").path
    page = browser.get("/")
    assert "Vous avez commencé ce module aujourd'hui" in reason(page)
    assert words(page.form("/modules/cadre/start")) == "Reprendre"
    assert browser.send("/modules/cadre/start").path == sitting


def test_questions_left_half_way_are_taken_up_again_from_home(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "frame-role-1", at=MONDAY)
        playing.start(db, account.learner_key, "ecouter", MONDAY)
    house.clock.pass_by(days=1)
    browser = house.browser_of(account)
    browser.get("/")
    browser.post("/practice/review/frame.role")
    sittings = set()
    for _ in range(2):
        page = browser.get("/")
        assert title(page) == "Dire son rôle"
        assert words(page.form("/practice/review/frame.role")) == "Reprendre"
        assert reason(page).startswith("Vous avez commencé ces questions")
        assert "là où vous les avez laissées" in reason(page)
        sittings.add(browser.send("/practice/review/frame.role").path)
        house.clock.pass_by(days=1)
    assert len(sittings) == 1


def test_home_does_not_stumble_over_an_open_module_that_was_retired(house: House) -> None:
    house.new_module("ephemere", skills=("frame.role",), questions=(question("ephemere-1", "frame.role"),))
    browser = house.visitor()
    browser.get("/modules/ephemere")
    browser.send("/modules/ephemere/start")
    with house.store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "ephemere"))
    assert browser.get("/").status == 200


# -------------------------------------------------------------------------------------------- why, and what one may say


def test_why_opens_on_its_reasons_the_runner_up_and_what_would_change_it_in_words_without_figures(house: House) -> None:
    page = house.visitor().get("/")
    (why,) = step(page).xpath(".//details")
    assert words(why.find("summary")) == "Pourquoi cette proposition ?".replace(" ?", "\u202f?")
    assert why.xpath(".//li")
    assert "Autre possibilité" in words(why)
    assert "autre chose serait proposé" in words(why)
    assert not re.search(r"\d|%", words(why))


def test_a_reason_names_the_day_on_which_she_worked_on_it(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "frame-role-1", at=MONDAY)
    browser = house.browser_of(account)
    for days, when in ((1, "hier"), (2, "ce lundi"), (27, "le 23 novembre")):
        house.clock.at = MONDAY + days * DAY
        assert f"Vous y avez travaillé {when} :" in re.sub(r"\s", " ", reason(browser.get("/")))


def test_a_reason_names_what_a_module_builds_on_and_when_she_worked_on_that(house: House) -> None:
    account = house.person()
    learned(house, account, "ecouter", "cadre")
    house.clock.pass_by(days=3)
    said = reason(house.browser_of(account).get("/"))
    assert "la suite de «\u202fÉcouter\u202f», que vous avez travaillé ce mardi" in said


def test_a_reason_names_the_day_of_a_story_that_touches_it(house: House) -> None:
    house.clock.pass_by(days=80)
    story = tell(house.store, "Le cadre change", house.clock() - DAY, source="Forem")
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="frame.role", similarity=0.9))
    page = house.visitor().get("/")
    assert "Une actualité parue hier touche à «\u202fDire son rôle\u202f»" in reason(page)


def test_what_she_doubted_is_named_where_she_asks_for_the_reasons_and_not_before(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "frame-role-1", at=MONDAY, confidence=Confidence.HESITANT)
    house.clock.pass_by(days=14)
    page = house.browser_of(account).get("/")
    (why,) = step(page).xpath(".//details[not(@open)]")
    assert words(why.xpath(".//li")[0]) == "Vous avez hésité le 23 novembre sur «\u202fDire son rôle\u202f»."
    assert "hésité" not in reason(page)


def test_what_is_learnt_again_says_when_it_was_last_answered(house: House) -> None:
    account = house.person()
    fading(house, account, "ecouter", "cadre", "reformuler")
    page = house.browser_of(account).get("/")
    assert "pour la dernière fois le 24 novembre 2026" in reason(page)
    assert "Boussole estime" not in words(step(page))


def test_something_else_is_proposed_until_tomorrow(house: House) -> None:
    browser = house.visitor()
    first = title(browser.get("/"))
    page = browser.send("/proposals/other")
    assert (page.path, page.came_by) == ("/", (303,))
    assert title(page) != first
    house.clock.pass_by(days=1)
    assert title(browser.get("/")) == first


def test_something_else_for_today_is_said_so_and_is_never_shown_as_a_refusal(house: House) -> None:
    browser = house.visitor()
    browser.get("/")
    assert "autre chose pour aujourd’hui" in browser.send("/proposals/other").text
    page = browser.get("/modules")
    assert "/proposals/again" not in [form.get("action") for form in page.forms()]
    assert "plus proposé" not in page.text


def test_what_is_not_for_her_is_proposed_no_more_until_she_takes_it_back(house: House) -> None:
    browser = house.visitor()
    first = title(browser.get("/"))
    page = browser.send("/proposals/never")
    assert title(page) != first
    assert "Boussole ne le proposera plus" in page.text
    house.clock.pass_by(days=400)
    assert title(browser.get("/")) != first
    browser.get("/modules")
    assert "/proposals/again" not in [form.get("action") for form in browser.send("/proposals/again").forms()]
    assert title(browser.get("/")) == first


def test_a_skill_that_is_not_for_her_can_be_taken_back_too(house: House) -> None:
    account = house.person()
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "frame-role-1", at=MONDAY)
    house.clock.pass_by(days=1)
    browser = house.browser_of(account)
    first = title(browser.get("/"))
    assert "/practice/practise/frame.role" in step(browser.page).xpath(".//form/@action")
    assert title(browser.send("/proposals/never")) != first
    assert "Dire son rôle" in words(browser.get("/modules").tree.xpath("//section[h2[@id='refused']]")[0])
    browser.send("/proposals/again")
    assert title(browser.get("/")) == first


def test_whoever_knows_already_is_asked_three_questions(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    browser.get("/")
    page = browser.send("/skills/frame.role/contest")
    assert page.heading.startswith("Que faites-vous")
    with house.store.writing() as db:
        (begun,) = db.scalars(select(Play).where(Play.learner_key == account.learner_key))
        assert (begun.purpose, begun.skill) == (Purpose.CONTEST, "frame.role")
        live_through(db, begun, MONDAY)
    assert "cette compétence est presque acquise" in browser.get(page.path).text
    assert "une ou deux questions nouvelles diront si cela tient" in browser.get("/skills/frame.role").text
    page = browser.get("/")
    assert SkillState.TO_CONFIRM in states(page)
    assert "/skills/frame.role/contest" not in [form.get("action") for form in page.forms()]


# ------------------------------------------------------------------------------------------------------ the other parts


def test_what_was_known_and_fades_is_named_with_two_questions_to_revive_it(house: House) -> None:
    account = house.person()
    fading(house, account, "ecouter", "cadre")
    browser = house.browser_of(account)
    page = browser.get("/")
    named, *others = page.part("refresh").getparent().xpath(".//a[@class='title']")
    assert title(page) not in map(words, [named, *others])
    assert SkillState.TO_REFRESH in states(page)
    skill = named.get("href").removeprefix("/skills/")
    assert browser.send(f"/practice/review/{skill}").heading.startswith("Que faites-vous")


def test_the_parts_stand_in_their_order(house: House) -> None:
    account = house.person()
    fading(house, account, "ecouter", "cadre")
    tell(house.store, "Une nouvelle", house.clock(), source="Forem")
    browser = house.browser_of(account)
    assert parts(browser.get("/")) == ["step", "refresh", "changes", "situate", "compass"]
    house.clock.pass_by(days=9)
    other = house.person()
    with house.store.writing() as db:
        builders.ask(db, other.learner_key, "listen-active-1", at=house.clock() - DAY)
    tell(house.store, "Une autre", house.clock(), source="Forem")
    assert parts(browser.get("/")) == ["step", "absence", "refresh", "changes", "situate", "compass"]


def test_a_story_says_which_skill_of_hers_it_touches(house: House) -> None:
    account = house.person()
    learned(house, account, "ecouter")
    house.clock.pass_by(days=90)  # past what other tests tell of
    story = tell(house.store, "Ce qui change", house.clock(), source="Forem")
    with house.store.writing() as db:
        db.add(StorySkill(story_id=story, skill="listen.reflect", similarity=0.9))
        builders.ask(db, account.learner_key, "listen-reflect-1", at=house.clock())
    told = house.browser_of(account).get("/").part("changes").getparent()
    assert "pour «\u202fReformuler\u202f»" in words(told)
    assert "Reformuler" not in words(house.visitor().get("/").part("changes").getparent())


def test_home_tells_the_first_stories_and_leads_to_the_others(house: House) -> None:
    house.clock.pass_by(days=60)
    for number in range(6):
        tell(house.store, f"Nouvelle {number}", house.clock())
    changes = house.visitor().get("/").part("changes").getparent()
    assert len(changes.xpath(".//li")) == 4
    assert "/news" in changes.xpath(".//a/@href")


def test_home_never_says_how_one_answered(house: House) -> None:
    account = house.person()
    browser = house.browser_of(account)
    with house.store.writing() as db:
        live_through(db, playing.start(db, account.learner_key, "ecouter", MONDAY), MONDAY, lambda _: ("b",))
    page = browser.get("/")
    for word in ("%", "juste", "faux", "erreur", "réponses correctes"):
        assert word not in page.text
    assert states(page) == {SkillState.IN_PROGRESS, SkillState.TO_DISCOVER}


def test_before_ten_answers_the_compass_is_eight_words_and_nothing_else(house: House) -> None:
    account = house.person()
    asked = [f"listen-{skill}-{number}" for skill in ("active", "reflect") for number in range(1, 6)]
    for one in asked[:9]:
        answered(house, account, one)
    page = house.browser_of(account).get("/")
    compass = page.part("compass").getparent()
    assert petals(page) == []
    assert words(compass.find("nav")) == "Écoute Cadre"
    assert [part.tag for part in compass if part.get("class") != "skills"] == ["h2", "nav"]
    answered(house, account, asked[9])
    page = house.browser_of(account).get("/")
    assert sorted(petals(page)) == ["frame.role", "listen.active", "listen.reflect"]


def test_the_compass_says_in_a_sentence_what_it_shows_and_what_it_does_not(house: House) -> None:
    account = house.person()
    learned(house, account, "ecouter", "reformuler")
    house.clock.pass_by(days=1)
    page = house.browser_of(account).get("/")
    assert "3 compétences" in page.part("rose-sentence").text_content()
    assert "2 acquises" in page.text
    assert "pas votre façon de mener un entretien" in page.text


def test_a_skill_without_a_module_has_no_petal_and_a_domain_without_any_is_to_come(empty_house: House) -> None:
    house = empty_house
    teach(house.store, builders.small_pack())
    account = house.person()
    learned(house, account, "ecouter", "reformuler")
    house.clock.pass_by(days=1)
    with house.store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, "cadre"))
    page = house.browser_of(account).get("/")
    assert sorted(petals(page)) == ["listen.active", "listen.reflect"]
    assert words(page.part("to-frame")) == "Cadre à venir"
    assert words(page.part("to-listen")) == "Écoute"


def test_what_comes_back_this_week_is_counted_under_the_compass(house: House) -> None:
    account = house.person()
    fading(house, account, "ecouter", "reformuler")
    assert "2 à revoir cette semaine" in house.browser_of(account).get("/").text


def test_the_domains_are_named_in_the_language_of_the_account(house: House) -> None:
    assert "Luisteren" in house.browser_of(house.person(language="nl")).get("/").text


def test_nothing_more_to_gain_is_said_calmly(empty_house: House) -> None:
    teach(empty_house.store, builders.small_pack())
    with empty_house.store.writing() as db:
        for module in ("ecouter", "reformuler", "cadre"):
            coming_into_force.retire(db, documents.module_document(db, module))
    page = empty_house.visitor().get("/")
    assert "Rien ne presse" in page.text
    assert page.part("step").getparent().xpath(".//form") == []


# ------------------------------------------------------------------------------------------------------- the first time


def test_the_first_time_there_are_two_ways_to_begin_and_no_more(house: House) -> None:
    tell(house.store, "Une nouvelle, pour plus tard", house.clock(), source="Forem")
    page = house.browser_of(newcomer(house)).get("/")
    assert parts(page) == ["step", "situate"]
    assert words(page.part("situate")) == "Ce que je connais déjà (sans note)"
    assert len(page.tree.xpath("//main//form")) == 1
    assert page.tree.xpath("//main//a[contains(@class, 'button')]/@href") == ["/situate"]


def test_the_first_module_begins_with_a_question_and_goes_on_with_its_cards(house: House) -> None:
    browser = house.browser_of(newcomer(house))
    page = begin(browser)
    assert "question 1 sur 5 au plus" in page.text
    page = browser.send(f"{page.path}/answer", ("dont_know", "1"))
    page = browser.send(f"{page.path}/advance")
    assert "carte 1 sur" in page.text


def test_luck_with_the_first_question_skips_no_card(house: House) -> None:
    account = newcomer(house)
    with house.store.writing() as db:
        begun = playing.start(db, account.learner_key, "ecouter", MONDAY)
        here = scenes.scene(db, begun)
        assert isinstance(here, QuestionScene)
        answering.answer(db, here.presentation.id, account.learner_key, RIGHT, MONDAY + READING)
        playing.advance(db, begun, scenes.scene(db, begun).position, MONDAY)
        assert isinstance(scenes.scene(db, begun), CardScene)


def test_after_the_first_answer_home_is_as_it_will_be(house: House) -> None:
    account = newcomer(house)
    with house.store.writing() as db:
        builders.ask(db, account.learner_key, "listen-reflect-1", at=MONDAY)
    page = house.browser_of(account).get("/")
    assert parts(page)[0] == "step"
    assert {"themes", "situate"} <= set(parts(page))


def test_who_came_before_there_was_a_first_time_keeps_the_home_that_she_knows(house: House) -> None:
    assert "situate" not in parts(house.visitor().get("/"))
