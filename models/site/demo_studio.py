"""What waits for the trainer of the demonstration, and what its house shows outside: a team's page, a letter."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.rules import RuleState
from content.schema.yaml_fields import LANGUAGES
from models.catalogue import attestations, documents, drafts, house_texts, in_force, votes
from models.catalogue.documents import RULES
from models.catalogue.house_texts import TextKey, TypedText
from models.community import meetings, plain_letters, public_pages
from models.community.letter_text import picks_of
from models.community.meetings import MeetingPlan
from models.community.page_text import PageText
from models.ground.calendar import local_day, local_hour, working_days_later
from models.learning import report_inbox, reports
from models.learning.report_subjects import AboutAnswer, AboutTopic
from models.site import demo_news
from models.site.demo_learners import MISREAD
from models.studio import from_stories, publishing, responsibility, reviewing
from models.studio.rule_changes import deciding, prepared_texts
from models.studio.rule_changes.deciding import Wanted
from models.tables.answers import Answer
from models.tables.attestations import AttestationKind
from models.tables.documents import FOOT, Document, DocumentStatus, Version, VersionChange
from models.tables.people import Account
from models.tables.reports import ReportKind, ReportOutcome
from models.tables.stories import Story
from models.tables.votes import WouldAsk

MODULE, RULE, COUNTER = "prime-de-mobilite", "prime-fictive", "guichet-fictif"
TEXT = Path(__file__).with_name(f"{MODULE}.md")
RULES_ADDED = """
  - id: prime-fictive
    name:
      fr: "Prime de mobilité (mesure fictive) : 300 euros"
      nl: "Mobiliteitspremie (fictieve maatregel): 300 euro"
      en: "Mobility bonus (invented measure): 300 euros"
    authority: Office fictif de l'emploi
    address: https://office-fictif.example/prime
    scope: "Mesure inventée pour la démonstration"
    read_on: {read_on}
    review_by: {review_by}
    valid_from: 2025-01-01
    state: en vigueur

  - id: guichet-fictif
    name:
      fr: "Prime de mobilité (mesure fictive) : demande au guichet"
      nl: "Mobiliteitspremie (fictieve maatregel): aanvraag aan het loket"
      en: "Mobility bonus (invented measure): claims at the counter"
    authority: Office fictif de l'emploi
    address: https://office-fictif.example/guichet
    scope: "Mesure inventée pour la démonstration"
    read_on: {read_on}
    review_by: {review_by}
    state: annoncé
"""
ONE_MORE = "\nRelisez à voix haute : ce qui se dit d'un souffle se lit d'un coup.\n"
"""What a colleague would add at the end of the cards."""
RAISED, AT_THE_COUNTER = 0, 6
"""The numbers of the two stories, among those of news.yaml, that change a rule."""
REPLY = "Nous l'avons relue à deux : elle reste telle quelle, avec une explication de plus. Merci."
WAYS = {
    ("fr", "counter"): "Place de l'Exemple 1, 1000 Bruxelles, lu–ve 9 h–12 h",
    ("fr", "telephone"): "02 000 00 00, lu–ve 9 h–17 h",
    ("fr", "post"): "Service fictif, BP 1, 1000 Bruxelles",
    ("nl", "counter"): "Voorbeeldplein 1, 1000 Brussel, ma–vr 9–12 u.",
    ("nl", "telephone"): "02 000 00 00, ma–vr 9–17 u.",
    ("nl", "post"): "Fictieve dienst, PB 1, 1000 Brussel",
}
"""How the invented house is reached."""
TOPIC, TOPIC_WORD = "logement", "« Si l'adresse devait changer » : on peut entendre que nous le demandons."
VOTED = (
    (WouldAsk.AS_IT_IS, WouldAsk.AS_IT_IS, WouldAsk.OTHERWISE),
    (WouldAsk.OTHERWISE, WouldAsk.NO, WouldAsk.OTHERWISE, WouldAsk.AS_IT_IS),
    (WouldAsk.AS_IT_IS,),
)
"""What some say of the first questions of interviews: one is validated, one divides them, one has a single vote."""
REPORTED = (
    (ReportKind.BADLY_PUT, "On peut comprendre la question de deux façons : calmer, ou protéger les collègues ?"),
    (ReportKind.DISAGREE, "À l'accueil, nous faisons l'inverse depuis deux ans, et cela se passe bien."),
    (ReportKind.DISAGREE, ""),
)


def fill_studio(
    db: Session, trainer: UUID, colleagues: Sequence[Account], stories: Mapping[str, Story], at: datetime
) -> None:
    """Make two of the cohort trainers, who leave something for a third to do."""
    author, reader = (one.learner_key for one in colleagues)
    for one in colleagues:
        one.trainer = True
    db.flush()
    told = list(stories.values())
    _add_law(db, at, author)
    _change_rules(db, told, at, author, reader)
    _write(db, at, author, trainer)
    for written in demo_news.written()["stories"]:
        if "interview" in written:
            from_stories.write_interview_word(db, stories[written["title"]].id, written["interview"], at, author)
    for subject in responsibility.subjects(db):
        responsibility.entrust(db, subject, trainer, author)
    said = {TextKey(FOOT, *one): TypedText(text) for one, text in WAYS.items()}
    house_texts.write(db, said, local_day(at, "Europe/Brussels"))


def _add_law(db: Session, at: datetime, by: UUID) -> None:
    """Publish the invented rules, and the module that rests on one."""
    today, rules = local_day(at, "Europe/Brussels"), documents.document_of(db, RULES)
    dates = {"read_on": today, "review_by": today + timedelta(days=180)}
    text = (documents.published_text(db, rules) or "").rstrip("\n") + "\n" + RULES_ADDED.format(**dates)
    publishing.publish(db, rules, text, VersionChange.MEANING, at, by)
    module = drafts.create_module(db, MODULE, at, by)
    publishing.publish(db, module, TEXT.read_text("utf-8"), VersionChange.MEANING, at, by)


def _change_rules(db: Session, told: Sequence[Story], at: datetime, author: UUID, reader: UUID) -> None:
    """One change that two have agreed on, and one, with its text, that waits for a second person."""
    today = local_day(at, "Europe/Brussels")
    office = "https://office-fictif.example/"
    counter = Wanted(COUNTER, RuleState.IN_FORCE, f"{office}guichet", today - timedelta(days=1))
    agreed = deciding.propose(db, told[AT_THE_COUNTER].id, counter, at, author)
    deciding.accept(db, agreed, at, reader)
    untouched = "Les demandes introduites avant cette date."
    next_month = (today.replace(day=1) + timedelta(days=32)).replace(day=1)
    raised = Wanted(RULE, RuleState.IN_FORCE, f"{office}prime", next_month, untouched=untouched, cited=0)
    waiting = deciding.propose(db, told[RAISED].id, raised, at, author)
    module = documents.module_document(db, MODULE)
    text = documents.published_text(db, module) or ""
    new = text.replace("300 euros", "350 euros")
    prepared_texts.write(db, waiting, module, new, drafts.fingerprint(text), at, author)


def _write(db: Session, at: datetime, author: UUID, reader: UUID) -> None:
    """Have a colleague ask the trainer to read a new sentence of a module."""
    document: Document = documents.module_document(db, "ecrire-clair")
    text = documents.published_text(db, document) or ""
    cards, mark, questions = text.partition("\n## Question ")
    drafts.save_draft(db, document, f"{cards}{ONE_MORE}{mark}{questions}", at, author)
    reviewing.ask(db, document, VersionChange.WORDING, at, author, invited=reader, word="Une phrase de plus à la fin.")


def report(db: Session, counsellor: UUID, trainer: UUID, at: datetime) -> None:
    """Let some of those who erred on one question say so, and the counsellor have a reply to something older."""
    wrong = select(Answer).where(Answer.question_id == MISREAD, Answer.correct.is_(False)).order_by(Answer.id.desc())
    for answer, (kind, word) in zip(db.scalars(wrong), REPORTED, strict=False):
        made = reports.report(db, answer.learner_key, AboutAnswer(answer.presentation_id), kind, at)
        reports.add_word(db, made, word, wants_reply=bool(word))
    hers = select(Answer.presentation_id).where(Answer.learner_key == counsellor, Answer.correct.is_(False))
    about = AboutAnswer(next(iter(db.scalars(hers.order_by(Answer.id)))))
    asked = reports.report(db, counsellor, about, ReportKind.BADLY_PUT, at)
    reports.add_word(db, asked, "On peut la lire de deux façons.", wants_reply=True)
    report_inbox.reply(db, [asked], REPLY, ReportOutcome.MAINTAINED, at, trainer)


def judge_topics(db: Session, everybody: Sequence[Account], at: datetime) -> None:
    """Let some of the counsellors say whether they would ask a few questions so, and one what is wrong with a topic."""
    counsellors = [one.learner_key for one in everybody if not one.trainer]
    topic = AboutTopic(in_force.topics_version(db), TOPIC, LANGUAGES[0])
    made = reports.report(db, counsellors[0], topic, ReportKind.BADLY_PUT, at)
    reports.add_word(db, made, TOPIC_WORD, wants_reply=False)
    for asked, said in zip(votes.wordings(in_force.topics(db), LANGUAGES[:1]), VOTED, strict=False):
        for key, word in zip(counsellors, said, strict=False):
            votes.vote_on_wording(db, key, asked.question.id, asked.fingerprint, word, at)


# ------------------------------------------------------------------------------- what reaches out of the invented house


HEARD = AttestationKind.PLAIN, AttestationKind.DIALOGUE
ROOM = "Salle fictive, 2e étage"
LINK = "https://reunions.example/fictive"
PAGE = PageText(
    "Équipe fictive de l'emploi",
    telephone="02 000 00 00 (numéro fictif)",
    counter="Rue Fictive 1, le matin",
    topics=("recherche", "garde", "droits"),
    entries=("actiris-s-inscrire", "cite-des-metiers-bruxelles", "chomage-limite"),
)
ANNOUNCED = (
    (4, "Atelier fictif : lire une offre à plusieurs", ROOM, ""),
    (7, "Rencontre fictive en ligne : le chômage limité", "", LINK),
)
"""How many working days ahead each meeting is, its subject, its place, its link."""
LETTER = ("rule:onem-duree", "card:fin-de-droit/la-lettre-trois-lignes-a-lire-ensemble", "entry:capac-bruxelles")


def fill_community(db: Session, counsellor: Account, reader: UUID, at: datetime) -> None:
    """Have a colleague read the plain words and approve a page; the counsellor has given a letter."""
    zone = counsellor.learner.timezone
    today = local_day(at, zone)
    texts = select(Document, Version.text).join(Version, Version.document_id == Document.id)
    earliest_first = texts.where(Document.status == DocumentStatus.PUBLISHED).order_by(Version.id)
    latest = {document.id: (document, text) for document, text in db.execute(earliest_first)}
    for document, text in latest.values():
        attestations.vouch(db, attestations.parts_of(document, text, *HEARD), at, reader)
    page = public_pages.ask_team(db, None, PAGE, counsellor.learner_key, today)
    if page.asked:
        public_pages.approve(db, page.id, page.asked.fingerprint, reader, today)
    for days, subject, place, link in ANNOUNCED:
        start = local_hour(working_days_later(today, days), 14, zone)
        meetings.announce(db, page.id, MeetingPlan(subject, start, start + timedelta(hours=2), place, link), at)
    plain_letters.make(db, counsellor.learner_key, picks_of(LETTER), "fr", at, today)
