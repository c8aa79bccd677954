"""The life of one module, as its trainer, a colleague and a learner live it: from nothing to its figures."""

import re
from dataclasses import replace
from datetime import timedelta

from playwright.sync_api import Page, expect
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from content.module import Question, QuestionKind
from content.text.reading import read_module
from content.text.writing import write_module
from models.catalogue import coming_into_force, documents, in_force
from models.study import progress
from models.tables.people import Account
from models.tables.study import DueCheck
from models.workshop.statistics import refresh
from tests import builders
from tests.browser import answering
from tests.browser.devices import Devices
from tests.browser.hands import heading
from tests.browser.test_studio import KINDS, insert, written
from tests.portal.house import House
from tests.starters import written_over

SKILL = "listen.tension"
MODULE = "le-fil-de-l-entretien"
HEAD = f"""\
---
id: {MODULE}
title: Le fil de l'entretien
language: fr
minutes: 5
skills: [listen.tension]
---
"""


def write_from_nothing(page: Page) -> str:
    """A module with a card and a question of each of the six kinds, by the blocks of the studio."""
    page.goto("/authoring")
    page.locator("summary", has_text="Choisir l’identifiant").click()
    page.get_by_label("Identifiant").fill(MODULE)
    page.get_by_role("button", name="Commencer").click()
    page.get_by_role("button", name="Texte", exact=True).click()
    text = written(page)
    text.focus()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.insert_text(HEAD)
    page.keyboard.press("ControlOrMeta+End")
    insert(page, "Carte")
    page.keyboard.type("Tenir le fil")
    for number, words in enumerate(KINDS, 1):
        insert(page, "Question", words)
        page.keyboard.type(f"Le cas numéro {number}")
    expect(page.locator("#mend-said")).to_contain_text("corrections avant de publier")
    text.fill(written_over(text.input_value()))
    expect(page.locator("#mend-said")).to_contain_text("Rien")
    return text.input_value()


def have_it_read(page: Page, colleague: Account) -> None:
    page.get_by_label("Pour une relecture, demander à").select_option(colleague.name)
    page.get_by_role("button", name="Demander une relecture").click()
    expect(page.get_by_role("status").filter(has_text="La relecture est demandée")).to_be_visible()


def decide(page: Page, button: str, remark: str = "") -> None:
    """As the colleague who was asked."""
    page.goto("/authoring")
    page.get_by_role("link", name=re.compile("Le fil de l’entretien")).first.click()
    if remark:
        page.get_by_role("link", name="Laisser une remarque").first.click()
        page.locator(".margin").get_by_label("Votre remarque").fill(remark)
        page.get_by_role("button", name="Laisser cette remarque").click()
    page.get_by_role("button", name=button).click()


def publish(page: Page, text: str, change: str) -> None:
    """Another text, published as that kind of change."""
    page.goto(f"/authoring/{MODULE}")
    written(page).fill(text)
    page.get_by_role("radio", name=re.compile(f"^{change}")).check()
    page.get_by_role("button", name="Publier", exact=True).click()
    expect(page.get_by_text(re.compile("La version . est publiée"))).to_be_visible()


def open_question(page: Page) -> None:
    """The module's cards read, its first question on the page."""
    page.goto("/modules")
    page.get_by_role("link", name="Le fil de l’entretien").click()
    page.get_by_role("button", name="Commencer").click()
    while not page.locator("[name=answering]").is_visible():
        here = heading(page).inner_text()
        page.get_by_role("button", name=re.compile("^(Continuer|Passer aux questions)$")).click()
        expect(heading(page)).not_to_have_text(here)


def asked(page: Page, house: House) -> Question:
    return answering.asked(page, house)


def with_another_key(text: str, question_id: str) -> str:
    """The same module, in which something else is right."""
    module = read_module(text)
    questions = tuple(other(one) if one.id == question_id else one for one in module.questions)
    return write_module(replace(module, questions=questions))


def other(question: Question) -> Question:
    first, second, *rest = question.options
    match question.kind:
        case QuestionKind.ONE:
            changed = (first._replace(right=not first.right), second._replace(right=not second.right))
        case QuestionKind.SEVERAL:
            changed = (first, second._replace(right=not second.right))
        case QuestionKind.ORDERING:
            changed = (first._replace(text=second.text), second._replace(text=first.text))
        case QuestionKind.MATCHING:
            changed = (first._replace(match=second.match), second._replace(match=first.match))
        case _:
            changed = (first._replace(text="7"), second)
    return question._replace(options=(*changed, *rest))


def acquire(house: House, account: Account) -> None:
    """Everything right, the last of it on a later day."""
    with house.store.writing() as db:
        module = in_force.published_module(db, MODULE).module
        for number, question in enumerate(module.questions):
            at = house.clock() - timedelta(days=0 if number > 3 else 4, minutes=number)
            builders.ask(db, account.learner_key, question.id, question.key, at)


def known(house: House, account: Account) -> float:
    found = house.read(lambda db: progress.knowledge(db, account.learner_key, {SKILL}))
    return found[SKILL].belief.known


def measure(house: House, corrected: str) -> str:
    """A question that twenty people have answered, once the worker has taken its figures."""
    asked = next(one for one in house.read(questions_of) if one.id != corrected)
    for number in range(20):
        person, at = house.person(), house.clock() - timedelta(days=number)
        with house.store.writing() as db:
            builders.ask(db, person.learner_key, asked.id, asked.key, at)
    with house.store.writing() as db:
        refresh.keep(db, refresh.take(db), house.clock())
    return asked.id


def questions_of(db: Session) -> tuple[Question, ...]:
    return in_force.published_module(db, MODULE).module.questions


def checks_of(db: Session, account: Account) -> int:
    return db.scalar(select(func.count()).where(DueCheck.learner_key == account.learner_key)) or 0


def test_a_module_from_nothing_to_its_figures(devices: Devices, house: House) -> None:
    anna, tom = house.person(trainer=True), house.person(trainer=True)
    trainer, colleague = devices.open(anna), devices.open(tom)
    write_from_nothing(trainer)
    have_it_read(trainer, tom)
    decide(colleague, "Rendre le texte", "Un titre plus court ?")
    trainer.goto("/authoring")
    trainer.get_by_role("link", name="Le fil de l’entretien").first.click()
    expect(trainer.get_by_text("Un titre plus court ?", exact=True)).to_be_visible()
    trainer.goto(f"/authoring/{MODULE}")
    have_it_read(trainer, tom)
    decide(colleague, "Approuver et publier")
    text = house.read(lambda db: documents.published_text(db, documents.module_document(db, MODULE))) or ""
    assert [question.kind for question in read_module(text).questions] == list(KINDS.values())

    had, learning = house.person(), house.person()
    acquire(house, had)
    learner = devices.open(learning)
    open_question(learner)
    learner.get_by_role("button", name="Je ne sais pas").click()
    expect(learner.locator("#verdict")).to_be_visible()

    text = text.replace("Tenir le fil", "Tenir le fil, sans tirer")
    publish(trainer, text, "Sens")
    home = devices.open(had)
    home.goto("/")
    expect(home.locator("#step")).to_contain_text(re.compile("tension", re.IGNORECASE))
    assert (
        house.read(lambda db: len(db.scalars(select(DueCheck).where(DueCheck.learner_key == had.learner_key)).all()))
        == 1
    )

    learner.get_by_role("button", name="Continuer").click()
    learner.locator("[name=answering]").wait_for()
    open_one, before = asked(learner, house).id, known(house, had)
    publish(trainer, with_another_key(text, open_one), "La clé était fausse")
    learner.get_by_role("button", name="Je ne sais pas").click()
    expect(heading(learner)).to_have_text("Cette question vient d’être retirée")
    learner.get_by_role("button", name="Continuer").click()
    assert known(house, had) != before
    home.goto("/")
    notice = home.get_by_role("region", name="Une question a été corrigée")
    expect(notice).to_contain_text("La réponse que nous attendions")
    notice.get_by_role("button", name="Fermer").click()
    expect(home.get_by_text("La réponse que nous attendions")).to_have_count(0)

    learner.locator("[name=answering]").wait_for()
    learner.get_by_role("button", name="Je ne sais pas").click()
    learner.get_by_role("button", name="Mal posée").click()
    learner.get_by_label("Un mot, si vous voulez").fill("Je lis deux fois l'énoncé.")
    learner.get_by_label("Répondez-moi").check()
    with learner.expect_response("**/reports"):
        learner.get_by_role("button", name="Enregistrer").click()
    trainer.goto("/reports/waiting")
    entry = trainer.locator("article").filter(has_text="Je lis deux fois l’énoncé")
    entry.get_by_label("Votre réponse").fill("Merci : l'énoncé sera plus court.")
    entry.get_by_role("button", name=re.compile("fondé")).click()
    expect(trainer.get_by_text("Votre réponse est gardée.")).to_be_visible()
    learner.goto("/")
    expect(learner.get_by_text("Merci : l’énoncé sera plus court.")).to_be_visible()

    measured = measure(house, open_one)
    trainer.goto(f"/statistics/questions/{measured}")
    expect(heading(trainer)).to_contain_text("Le cas numéro")
    expect(trainer.get_by_role("main")).to_contain_text("20")
    with house.store.writing() as db:
        coming_into_force.retire(db, documents.module_document(db, MODULE))
