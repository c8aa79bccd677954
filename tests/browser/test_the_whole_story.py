"""The whole life of a module, for people who have never seen its text: by mouse, and by the keyboard alone.

It is begun in « Atelier », written by forms only with a picture and a dialogue, read by a colleague who remarks in the
margin, mended, approved, played by a counsellor, and changed.
"""

import re
from time import monotonic

import pytest
from playwright.sync_api import Locator, Page, expect

from content.module import Module, QuestionKind
from content.text.module_form import read_form
from content.text.module_reader import read_module
from content.text.module_writer import write_form, write_module
from models.catalogue import documents
from models.tables.documents import Document
from models.tables.people import Account
from tests.browser.conftest import PATIENCE
from tests.browser.devices import Devices
from tests.browser.hands import Hand, Keyboard, Mouse, heading
from tests.browser.test_studio import SAVED
from tests.drawings import drawn
from tests.house import House
from watchers.uploads import work_through

WIDE = 48
"""Pixels across the picture that is brought."""
DESCRIPTION = "La première page d’un formulaire vierge"
STEM = "Sami ne dit rien. Que faites-vous ?"
ORDER = "Il se tait encore. Dans quel ordre continuez-vous ?"
CARD = "Le formulaire se lit à deux."
REMARK = "Dites aussi pourquoi."


class Somebody:
    """Somebody of the house before her own screen, and how she goes about in it."""

    def __init__(self, devices: Devices, account: Account, hand: Hand) -> None:
        self.page, self.hand = devices.open(account), hand
        self.page.set_default_timeout(PATIENCE)

    def home(self) -> None:
        self.page.goto("/")

    def press(self, words: str | re.Pattern[str], within: Locator | None = None) -> None:
        """Press a button or follow a link, by its words."""
        here, exact = within or self.page.locator("body"), isinstance(words, str)
        found = here.get_by_role("button", name=words, exact=exact)
        self.hand.press(found.or_(here.get_by_role("link", name=words, exact=exact)).filter(visible=True).first)

    def is_told(self, words: str) -> None:
        expect(self.page.get_by_role("status").filter(has_text=words)).to_be_visible()


class Author(Somebody):
    """Who writes the module: in its form, from the first word to the last."""

    def __init__(self, devices: Devices, house: House, account: Account, hand: Hand, colleague: Account) -> None:
        super().__init__(devices, account, hand)
        self.house, self.colleague = house, colleague

    def begin(self, title: str) -> None:
        """From home, begin a module with nothing but its title; what opens is its form."""
        self.home()
        self.press("Atelier", self.page.get_by_role("navigation", name="Pages"))
        self.hand.write(self.page.get_by_label("Titre", exact=True), title)
        self.press("Commencer")
        expect(heading(self.page)).to_have_text(title)

    def open(self, row: str) -> None:
        """Open a part of the form."""
        part = self.page.locator(f"#f-{row}")
        if part.get_attribute("open") is None:
            self.hand.press(part.locator("> summary"))

    def field(self, name: str) -> Locator:
        return self.page.locator(f'[name="{name}"]:is(input:not([type=hidden]), textarea, select)').first

    def write(self, name: str, words: str) -> None:
        self.hand.write(self.field(name), words)

    def add(self, button: str, row: str) -> None:
        """Press a button that adds a row, and be in it."""
        self.hand.press(self.page.get_by_role("button", name=re.compile(rf"^\+?\s*{button}$")).last)
        expect(self.page.locator(f'[data-row="{row}"] :is(input, textarea):focus')).to_have_count(1)

    def begin_question(self, words: str, place: int) -> str:
        """Add a question of some kind; the name of its part."""
        self.hand.press(self.page.locator("summary", has_text="Ajouter une question"))
        self.add(words, f"questions-{place}")
        return f"questions-{place}"

    def answers(self, part: str, *texts: str) -> None:
        """Write the options of a question, the first of which is right."""
        for place, text in enumerate(texts):
            here = f"{part}-options-{place}"
            self.hand.write(self.field(f"{here}-text"), text)
            self.hand.write(self.field(f"{here}-feedback"), f"Parce que {text}.")
        right = self.page.locator(f'[name="{part}-options-right"], [name="{part}-options-0-right"]').first
        if right.count() and not right.is_checked():
            self.hand.tick(right)

    def write_what_there_is_to_read(self) -> None:
        self.open("sources-0")
        self.write("sources-0-title", "Rogers, 1942")
        self.open("cards-0")
        self.write("cards-0-title", "Lire ensemble")
        self.write("cards-0-body", CARD)
        self.put_a_picture("cards-0")

    def put_a_picture(self, row: str) -> None:
        """Bring a picture for a field, by the way that stands below it; one comes back to that field."""
        page, field = self.page, self.field(f"{row}-body")
        self.press("Mettre une image : Ce qu’il faut savoir", page.locator(f"#f-{row}"))
        bring_a_picture(page, self.hand, self.house)
        self.hand.write(page.get_by_label("Ce que montre l’image"), DESCRIPTION)
        self.press("Mettre cette image")
        expect(field).to_be_focused()
        expect(field).to_have_value(re.compile(rf"^{CARD}\n\n!\[{DESCRIPTION}\]\(picture:"))
        shown = page.get_by_role("region", name="Aperçu").get_by_role("img", name=DESCRIPTION)
        expect(shown).to_be_visible()

    def write_four_kinds(self) -> None:
        self.open("questions-0")
        self.write("questions-0-stem", STEM)
        self.answers("questions-0", "attendre", "parler")
        for place, (words, stem, texts) in enumerate(
            (
                ("Plusieurs réponses", "Quels silences servent ?", ("celui qui pense", "celui qui pleure", "le vôtre")),
                ("À mettre en ordre", ORDER, ("saluer", "écouter", "conclure")),
                ("Un nombre à écrire", "Combien de secondes attendre ?", ("3", "30")),
            ),
            1,
        ):
            part = self.begin_question(words, place)
            self.write(f"{part}-stem", stem)
            self.answers(part, *texts)
            if words == "Un nombre à écrire":
                self.write(f"{part}-options-2-feedback", "Trois suffisent.")

    def write_a_dialogue(self) -> None:
        self.add("Ajouter un dialogue", "dialogues-0")
        self.write("dialogues-0-title", "Le silence de Sami")
        self.write("dialogues-0-scene", "Sami, 30 ans, regarde par la fenêtre.")
        for place in range(3):
            part = f"dialogues-0-turns-{place}"
            self.open(part)
            self.write(f"{part}-stem", f"« Réplique {place}. »")
            self.answers(part, f"Je vous écoute {place}", f"Passons {place}")
        self.hand.press(self.page.locator("summary", has_text="À essayer"))
        self.write("to_try", "Se taire trois secondes.")

    def ask_for_a_reading(self) -> None:
        expect(self.page.locator("#mend-said")).to_contain_text("Rien")
        expect(self.page.locator("#state")).to_have_text(SAVED)
        self.hand.choose(self.page.get_by_label("Pour une relecture, demander à"), self.colleague.name)
        self.press("Demander une relecture")
        self.is_told("La relecture est demandée")

    def deal_with_the_remark(self) -> None:
        """Find the text that came back on the home page; the remark leads to the part that it is about."""
        self.home()
        self.press(re.compile("^Votre texte est revenu, avec des remarques"))
        margin = self.page.get_by_role("region", name="Remarques")
        expect(margin).to_contain_text(REMARK)
        self.press("Question 1", margin)
        expect(self.page.locator("#f-questions-0:has(:focus)")).to_be_visible()
        self.write("questions-0-stem", f"{STEM} Et pourquoi ?")
        self.press("Traité", margin)
        self.is_told("La remarque est traitée")

    def change_a_comma_and_a_meaning(self) -> None:
        self.home()
        self.press(re.compile("^Votre texte est approuvé et en ligne"))
        self.press("Ouvrir dans l’atelier")
        self.open("questions-0")
        self.write("questions-0-stem", f"{STEM} Et, pourquoi ?")
        self.open("questions-2")
        self.write("questions-2-stem", f"{ORDER} Il pleure.")
        expect(self.page.locator("#state")).to_have_text(SAVED)
        told = self.page.locator("#changes")
        for stem, words in (("Et, pourquoi", "Formulation"), ("Il pleure", "Sens")):
            question = told.get_by_role("group", name=re.compile(stem))
            self.hand.pick(question.get_by_role("radio", name=words))
        self.press("Publier")
        self.is_told("La version 2 est publiée.")


def bring_a_picture(page: Page, hand: Hand, house: House) -> None:
    """Bring a picture from one's own device, and wait until it is read."""
    with page.expect_file_chooser() as asked:
        hand.press(page.get_by_label("Fichier", exact=True))
    asked.value.set_files({"name": "page.png", "mimeType": "image/png", "buffer": drawn(WIDE)})
    for words in ("à la maison", "Non, personne"):
        hand.pick(page.get_by_role("radio", name=re.compile(words)))
    hand.press(page.get_by_role("button", name="Apporter cette image"))
    expect(page.get_by_role("status")).to_contain_text("En lecture")
    assert work_through(house.store, house.clock, monotonic() + 60) is False
    expect(page.get_by_role("status")).to_contain_text("L’image est là.")


class Reader(Somebody):
    """The colleague who reads."""

    def find(self, title: str) -> None:
        self.home()
        self.press(re.compile(f"^Un texte à relire : {title}"))
        expect(heading(self.page)).to_contain_text(title)

    def remark(self, quoted: str) -> None:
        """Remark beside what says something, in the text as it will be seen."""
        part = self.page.locator("#preview > article").filter(has_text=quoted)
        self.hand.press(part.get_by_role("link", name="Laisser une remarque"))
        self.hand.write(part.get_by_label("Votre remarque"), REMARK)
        self.press("Laisser cette remarque", part)
        expect(part.locator(".margin")).to_contain_text(REMARK)

    def decide(self, words: str, told: str) -> None:
        self.press("Décider")
        self.press(words)
        self.is_told(told)


def check(house: House, name: str) -> Module:
    """A published text is the same after its form as before."""
    text = house.read(lambda db: documents.published_text(db, db.get_one(Document, name))) or ""
    assert write_form(read_form(text)).text == text
    module = read_module(text)
    assert write_module(module) == text
    return module


class Counsellor(Somebody):
    """Who learns with it."""

    def find(self, title: str) -> None:
        """Find the module by the words of its title."""
        self.home()
        search = self.page.get_by_role("searchbox").first
        self.hand.write(search, title)
        self.press("Chercher")
        self.press(re.compile(title), self.page.locator("main"))
        self.page.wait_for_url("**/modules/*")

    def sees_the_picture(self) -> None:
        self.press("Lire ensemble")
        shown = self.page.get_by_role("img", name=DESCRIPTION)
        expect(shown).to_have_js_property("naturalWidth", WIDE)
        self.page.go_back()

    def plays(self) -> None:
        self.press(re.compile("^Jouer l’entretien"))
        for place in range(3):
            expect(heading(self.page)).to_contain_text(f"Réplique {place}")
            self.hand.pick(self.page.get_by_role("radio", name=re.compile(f"Je vous écoute {place}")))
            self.press("Le dire")
        expect(heading(self.page)).to_have_text("L’entretien, du début à la fin")
        expect(self.page.locator("ol.talk > li")).to_have_count(3)


@pytest.mark.parametrize(
    ("title", "hand"),
    [("Se taire à la souris", Mouse()), ("Se taire au clavier", Keyboard())],
    ids=["mouse", "keyboard"],
)
def test_a_module_lives_from_its_first_word_to_its_second_version_without_its_text(
    devices: Devices, house: House, title: str, hand: Hand
) -> None:
    writes, reads = house.person(trainer=True), house.person(trainer=True)
    author, colleague = Author(devices, house, writes, hand, reads), Reader(devices, reads, hand)
    author.begin(title)
    name = author.page.url.rpartition("/")[2].partition("?")[0]
    author.write_what_there_is_to_read()
    author.write_four_kinds()
    author.write_a_dialogue()
    author.ask_for_a_reading()

    colleague.find(title)
    colleague.remark(STEM)
    colleague.decide("Rendre le texte", "Le texte est rendu")

    author.deal_with_the_remark()
    author.ask_for_a_reading()

    colleague.find(title)
    since = colleague.page.get_by_role("region", name="Ce qui a changé depuis votre lecture")
    expect(since.locator("ins").last).to_contain_text("Et pourquoi ?")
    expect(colleague.page.get_by_text("qu’une personne que la scène concerne a lu ses dialogues")).to_be_visible()
    colleague.decide("Approuver et publier", "La version 1 est publiée.")

    counsellor = Counsellor(devices, house.person(), hand)
    counsellor.find(title)
    counsellor.sees_the_picture()
    counsellor.plays()
    check(house, name)

    author.change_a_comma_and_a_meaning()
    module = check(house, name)
    assert [one.kind for one in module.questions if not one.dialogue] == [
        *(QuestionKind.ONE, QuestionKind.SEVERAL, QuestionKind.ORDERING, QuestionKind.NUMBER)
    ]
    first, _, third, _ = (one.id for one in module.questions if not one.dialogue)
    assert (DESCRIPTION in module.cards[0].body, len(module.turns(module.dialogues[0].id))) == (True, 3)
    author.press("Versions et historique")
    said_apart = author.page.get_by_role("listitem").filter(has_text="Version 2").first.locator(".apart")
    expect(said_apart).to_have_text([f"le sens : {third}", f"la formulation : {first}"])
