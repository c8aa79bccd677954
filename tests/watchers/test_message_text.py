"""How a mail reads: the same words twice, nothing fetched, and headers that no title and no name can break."""

import re
from datetime import date
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content.module import TYPED, Option, Question, QuestionKind
from models.ground import signing
from models.learning.answering import HOW_TO_ANSWER
from models.people.messages import INVITATION_DAYS, QUESTION_DAYS, UNSUBSCRIBE_DAYS, Message
from models.tables.people import Account, Learner
from tests.builders import EVERY_KIND
from tests.watchers.mornings import BASE, SEVEN, settings_for
from watchers import message_text
from watchers.digest_stories import DigestCorrection, DigestRuleChange, DigestStory, Named
from watchers.message_text import MailQuestion, Morning
from watchers.mime import BadMailAddress, message

SETTINGS = settings_for(Path("instance"))
KEY, SHOWN = UUID(int=1), UUID(int=2)
TUESDAY = date(2026, 11, 24)
FETCHED = re.compile(r"<img|<link|<script|<iframe|@import|url\(|src=|background=")


def claire(
    name: str = "Claire", email: str = "claire@example.org", language: str = "fr", weekday: int | None = None
) -> Account:
    learner = Learner(key=KEY, timezone="Europe/Brussels")
    account = Account(id=7, learner=learner, learner_key=KEY, name=name, email=email, language=language)
    account.digest_hour, account.digest_weekday = 7, weekday
    return account


def told(title: str = "Le titre", *sentences: str, language: str = "fr", **more: object) -> DigestStory:
    sources = [Named("ONEM", "autorité"), Named("Le Forem")]
    return DigestStory(12, title, language, sources, TUESDAY, SEVEN, sentences, **more)  # type: ignore[arg-type]


def asked(stem: str = "Que faites-vous ?", kind: QuestionKind = QuestionKind.ONE) -> MailQuestion:
    options = (Option("a", "Se taire", True, "Oui."), Option("b", "Parler", False, "Non."))
    question = Question("q-1", "listen.active", stem, options, kind)
    return MailQuestion(question, "fr", ["Parler", "Se taire"], f"{BASE}/question/token", SHOWN)


def digest(
    *stories: DigestStory, question: MailQuestion | None = None, account: Account | None = None, **more: object
) -> Message:
    morning = Morning(TUESDAY, stories, question, **more)  # type: ignore[arg-type]
    return message_text.digest_message(SETTINGS, account or claire(), morning)


def invitation() -> Message:
    return message_text.invitation_message(SETTINGS, claire())


def carried(written: Message, account: Account | None = None) -> EmailMessage:
    """The message as the other end reads it."""
    sent = message(SETTINGS, who := account or claire(), written, who.email, "<one@boussole.example>", SEVEN)
    read = message_from_bytes(sent.as_bytes(), policy=default)
    assert isinstance(read, EmailMessage)
    return read


class Shown(HTMLParser):
    """The words that somebody sees on a page, and where its links lead."""

    VOID = frozenset({"meta", "br", "hr", "img", "link", "input"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.words, self.links = [""], list[str]()
        self._hidden = list[bool]()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.links += [given["href"] or ""] if "href" in given else []
        if tag not in self.VOID:
            self._hidden.append(tag in {"head", "style"} or "display: none" in (given.get("style") or ""))

    def handle_endtag(self, tag: str) -> None:
        self._hidden.pop()

    def handle_data(self, data: str) -> None:
        if not any(self._hidden):
            self.words.append(data)


ADDRESS = re.compile(r"https://\S+")


def words_and_links_of_text(text: str) -> tuple[list[str], list[str]]:
    return re.findall(r"\w+", ADDRESS.sub(" ", text)), ADDRESS.findall(text)


def words_and_links_of_html(html: str) -> tuple[list[str], list[str]]:
    shown = Shown(html)
    return re.findall(r"\w+", " ".join(shown.words)), shown.links


# ---------------------------------------------------------------------------------------------------------------- words


def test_a_story_has_title_sources_date_sentences_and_address_in_both_parts() -> None:
    written = digest(told("Le chômage change", "Une phrase.", "Une autre."))
    for part in (written.text, unescape(written.html)):
        for words in (
            *("Le chômage change", "ONEM (autorité), Le Forem · mardi 24\u00a0novembre", "Une phrase.", "Une autre."),
        ):
            assert words in part
        assert f"{BASE}/news/12" in part
    assert written.story_ids == (12,)


def test_a_change_of_rules_a_correction_and_words_for_an_interview_are_told_with_their_story() -> None:
    change = told(
        "Un décret", move=DigestRuleChange("Durée du stage", date(2027, 1, 1)), in_interview="« Depuis janvier… »"
    )
    written = digest(change, told("Un autre titre", rectified=DigestCorrection(SEVEN)))
    for part in (written.text, unescape(written.html)):
        said = part.replace("\u00a0", " ").replace("\u202f", " ")
        assert "Règle : Durée du stage change le 1er janvier 2027" in said
        assert "En entretien : « Depuis janvier… »" in said
        assert said.index("Un décret") < said.index("Rectificatif") < said.rindex("Un autre titre")


def test_a_correction_says_what_stood_and_what_stands_and_a_gap_is_marked() -> None:
    written = digest(*FULL)
    for part in (written.text, unescape(re.sub(r"</?span[^>]*>", "", written.html))):
        assert "On lisait\u00a0: Het bedrag is 41 euro." in part
        assert "On lit désormais\u00a0: Het bedrag is 44 euro." in part
        assert "[…] Nog één." in part


def test_themes_without_a_source_are_named() -> None:
    written = digest(told(), unwatched=["Chômage", "Logement"])
    for part in (written.text, unescape(written.html)):
        assert "aucune source ne répond sur\u00a0: Chômage, Logement." in part


def test_a_mail_says_how_often_it_comes() -> None:
    for weekday, away, words in [
        (None, False, "les jours ouvrables"),
        (2, False, "une fois par semaine"),
        (None, True, "Après une absence"),
    ]:
        written = digest(told(), account=claire(weekday=weekday), away=away)
        assert words in written.text
        assert words in written.html


def test_a_question_has_its_options_in_the_order_shown_each_leads_to_one_address_and_the_feedback_stays_here() -> None:
    written = digest(question=asked())
    assert "A. Parler\n\nB. Se taire\n" in written.text
    assert written.html.index("Parler") < written.html.index("Se taire")
    assert written.text.count(f"{BASE}/question/token") == 1
    assert written.presentation_id == SHOWN
    assert "Oui." not in written.text + written.html
    # Each option names itself where no server hears it.
    links = [one for one in Shown(written.html).links if "/question/" in one]
    assert links == [f"{BASE}/question/token{fragment}" for fragment in ("#option-1", "#option-2", "")]


def test_the_question_stands_above_the_news() -> None:
    written = digest(told("Un décret"), question=asked())
    for part in (written.text, written.html[written.html.index("<table") :]):
        assert part.index("Que faites-vous") < part.index("Vos actualités du mardi 24") < part.index("Un décret")


def test_a_question_of_any_kind_is_told_alike_in_both_parts_with_what_to_do_and_without_its_key() -> None:
    for question in EVERY_KIND:
        options = [] if question.kind in TYPED else [option.text for option in reversed(question.options)]
        written = digest(question=MailQuestion(question, "fr", options, f"{BASE}/question/token", SHOWN))
        assert words_and_links_of_text(written.text)[0] == words_and_links_of_html(written.html)[0]
        for part in (written.text, unescape(written.html)):
            said = part.replace("’", "'").replace("\u202f", " ")
            assert all(words in said for words in [HOW_TO_ANSWER[question.kind], *options])
            assert all(choice in said for choice in question.choices)
            assert "Explication" not in said
            assert "taux d'emploi" not in said


def test_the_subject_tells_news_first_and_no_day_and_is_seen_whole() -> None:
    assert digest(told("Un décret")).subject == "Un décret"
    assert digest(told("Un décret"), told(), question=asked()).subject == "Un décret · et une autre"
    long = told("Un relais entre services d'insertion testé dans trois communes")
    subject = digest(long, *[told()] * 4).subject
    assert subject == "Un relais entre services d’insertion testé… · et 4 autres"
    assert len(subject) <= message_text.LONGEST_SUBJECT
    assert digest(question=asked()).subject == "Votre question du mardi 24\u00a0novembre"


PUT_RIGHT = DigestCorrection(SEVEN, changes=[("Het bedrag is 41 euro.", "Het bedrag is 44 euro.")])
MARKED = "Un candidat **hésite** :\nil a `peur`.\n\n_Que_ dites-vous ?"
FULL = (
    told(
        "Un décret",
        "Une phrase & une autre.",
        move=DigestRuleChange("Durée", date(2027, 1, 1)),
        in_interview="« Dites-le. »",
    ),
    told("Een maatregel", "Eén zin.", "Nog één.", language="nl", gaps=[False, True], rectified=PUT_RIGHT),
)


def test_text_and_html_say_the_same_words_in_the_same_order_and_lead_to_the_same_places() -> None:
    for language in ["fr", "nl", "en"]:
        """Read out of each part by itself, without what no reader sees: the hidden first line, the styles."""
        reader = claire(language=language)
        for written in (
            digest(*FULL, question=asked(), account=reader, unwatched=["Chômage"]),
            digest(
                question=asked("Un candidat **hésite** :\nil a `peur`.\n\n_Que_ dites-vous ?", QuestionKind.SEVERAL),
                account=reader,
            ),
            digest(told(), account=reader, away=True),
        ):
            (words, addresses), (seen, linked) = (
                words_and_links_of_text(written.text),
                words_and_links_of_html(written.html),
            )
            assert seen == words
            assert {link.partition("#")[0] for link in linked} == set(addresses)
            assert len(words) > 20


def test_the_marks_of_a_question_are_not_in_the_text() -> None:
    written = digest(question=asked(MARKED))
    assert "\n\nUn candidat hésite\u00a0: il a peur.\n\nQue dites-vous\u202f?\n\n" in written.text


def test_a_long_title_is_cut_between_words() -> None:
    title = "Les conseillères et conseillers emploi de la région recevront une nouvelle circulaire, demain"
    assert (
        message_text.shortened(title, 80)
        == "Les conseillères et conseillers emploi de la région recevront une nouvelle…"
    )
    assert message_text.shortened("x" * 100, 60) == "x" * 59 + "…"
    assert message_text.shortened("Court", 60) == "Court"


def test_each_text_says_its_language() -> None:
    written = digest(told("Een nieuwe maatregel", "Eén zin.", language="nl"), question=asked())
    assert written.html.count('lang="nl"') == 1
    for part in (written.text, unescape(written.html)):
        assert "24\u00a0novembre · en néerlandais" in part
    assert written.html.startswith('<!DOCTYPE html><html lang="fr" ')


def test_links_are_read_back_and_the_brand_of_an_invitation_leads_to_it_and_that_of_other_mails_home() -> None:
    written = invitation()
    (address,) = set(Shown(written.html).links)
    assert address in written.text
    token = address.removeprefix(f"{BASE}/invitation/")
    assert signing.read_link(SETTINGS.secret_key, "invitation", token, INVITATION_DAYS) == str(KEY)
    answering = message_text.question_address(SETTINGS, SHOWN, KEY).removeprefix(f"{BASE}/question/")
    assert signing.read_link(SETTINGS.secret_key, "question", answering, QUESTION_DAYS) == [str(SHOWN), str(KEY)]
    ending = message_text.unsubscribe_address(SETTINGS, KEY).removeprefix(f"{BASE}/unsubscribe/")
    assert signing.read_link(SETTINGS.secret_key, "unsubscribe", ending, UNSUBSCRIBE_DAYS) == str(KEY)
    assert f"{BASE}/" in Shown(digest(question=asked()).html).links


# ----------------------------------------------------------------------------------------------- nothing from elsewhere


def test_a_mail_fetches_nothing_and_leads_nowhere_but_to_the_portal_whatever_strangers_wrote() -> None:
    hostile = '<script>alert("1")</script><img src=x><a href="https://spy.example">'
    pixel = digest(question=asked("![un pixel](https://spy.example/p.gif) Que dites-vous ?"))
    assert "un pixel Que dites-vous" in pixel.html
    for written in (
        digest(told("Un titre", "Une phrase."), question=asked()),
        digest(told(hostile, hostile), question=asked(hostile)),
        pixel,
        invitation(),
    ):
        assert not FETCHED.search(re.sub(r"&lt;.*?&gt;", "", written.html))
        assert all(link.startswith(f"{BASE}/") for link in Shown(written.html).links)


def test_a_question_in_a_mail_says_what_its_picture_shows_and_the_cells_of_its_table() -> None:
    stem = f"Que dit-elle ? ![Une *lettre*](picture:{'0' * 32})\n\n| Acte | Délai |\n|---|---|\n| Recours | 3 mois |"
    written = digest(question=asked(stem))
    assert "Que dit-elle\u202f? Une lettre\n\nActe · Délai\n\nRecours · 3 mois" in written.text
    assert "<td" in written.html
    assert "Une lettre" in written.html
    assert "picture:" not in written.html + written.text


def test_styles_are_in_the_elements_and_the_dark_ones_in_the_head() -> None:
    html = digest(told(), question=asked()).html
    assert 'class="card" style="' in html
    assert "@media (prefers-color-scheme: dark)" in html
    assert "color-scheme: light dark" in html
    assert '<meta name="color-scheme" content="light dark">' in html
    assert html.count("<style>") == 1


# ---------------------------------------------------------------------------------------------------------- the message


def test_a_message_has_a_text_part_and_an_html_part() -> None:
    written = digest(told("Un décret", "Une phrase."))
    message = carried(written)
    assert message.get_content_type() == "multipart/alternative"
    text, html = (part.get_content().replace("\r\n", "\n") for part in message.iter_parts())
    assert (text, html.rstrip("\n")) == (written.text, written.html.rstrip("\n"))


def test_a_message_says_who_when_and_that_a_machine_wrote_it() -> None:
    message = carried(digest(told("Un décret")))
    assert message["From"] == "Boussole <boussole@boussole.example>"
    assert message["To"] == "Claire <claire@example.org>"
    assert message["Subject"] == "Un décret"
    assert message["Date"] == "Tue, 24 Nov 2026 07:00:00 +0100"
    assert message["Message-ID"] == "<one@boussole.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Content-Language"] == "fr"


def test_one_click_ends_it_and_its_address_is_not_folded() -> None:
    address = message_text.unsubscribe_address(SETTINGS, KEY)
    sent = message(SETTINGS, claire(), digest(told()), claire().email, "<one@boussole.example>", SEVEN, address)
    assert f"\r\nList-Unsubscribe: <{address}>\r\n".encode() in sent.as_bytes()
    assert b"\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n" in sent.as_bytes()


@given(title=st.text(), name=st.text(max_size=60))
def test_no_title_and_no_name_adds_a_header(title: str, name: str) -> None:
    injected = f"{title}\r\nBcc: everybody@example.org\n\nand a body"
    written = Message(message_text.shortened(injected, 60), "texte\n", "<p>texte</p>")
    message = carried(written, claire(name=f"{name}\r\nBcc: everybody@example.org"))
    assert set(message.keys()) == set(carried(digest(told())).keys())
    assert [address.addr_spec for address in message["To"].addresses] == ["claire@example.org"]


def test_what_is_no_address_is_refused() -> None:
    for email in [
        *("claire", "claire@", "@example.org", "claire@example.org\r\nBcc: all@example.org"),
        *("claire@example.org, all@example.org", "claire dubois@example.org", "<claire@example.org>"),
        *("élise@example.org", "a..b@example.org", ""),
    ]:
        with pytest.raises(BadMailAddress):
            carried(digest(told()), claire(email=email))


def test_everyday_addresses_are_taken() -> None:
    for email in ["o'neill+veille@mail.example.org", "prenom.nom@example.org", "a@localhost"]:
        assert carried(digest(told()), claire(email=email))["To"].addresses[0].addr_spec == email
