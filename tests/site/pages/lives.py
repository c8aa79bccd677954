"""What a module goes through: versions, reviews in every state, law that waits for its reader, drafts set aside."""

from datetime import date
from uuid import UUID

from sqlalchemy.orm import Session

from content.module import QuestionNature
from content.rules import RuleState
from content.text.module_writer import write_module
from models.catalogue import documents, drafts
from models.ground import audit
from models.studio import from_stories, publishing, responsibility, reviewing
from models.studio.from_stories import Aim
from models.studio.rule_changes import deciding, planning, prepared_texts, stages
from models.studio.rule_changes.deciding import Wanted
from models.tables.audit import AuditVerb
from models.tables.documents import Document, VersionChange
from models.tables.reviewing import Review
from models.tables.rule_changes import RuleChange
from tests.builders import MONDAY, module, question
from tests.house import House
from tests.watchers.mornings import tell

WORD = "L'âge a changé : c'est « neuf » !"


def text_of(module_id: str, card: str = "À lire : l'essentiel.", rule: str = "duree") -> str:
    """A module that asks something of each nature."""
    law = question(f"{module_id}-1")._replace(stem="Combien de temps ?", nature=QuestionNature.LAW, cites=(rule,))
    practice = question(f"{module_id}-2")._replace(nature=QuestionNature.PRACTICE)
    questions = (law, practice, question(f"{module_id}-3"))
    made = module(module_id, questions=questions, review_by=MONDAY.date(), cites=(rule,))
    return write_module(made).replace("À lire.", card)


def publish(
    db: Session, document: Document, text: str, by: UUID, change: VersionChange = VersionChange.MEANING
) -> None:
    """As the studio does."""
    version = publishing.publish(db, document, text, change, MONDAY, by, WORD)
    audit.note(db, by, AuditVerb.PUBLISH, document.id, MONDAY.date(), number=version.number, change=change)


def ask(db: Session, document: Document, text: str, by: UUID, invited: UUID | None = None) -> Review:
    """Write something, and have it read."""
    drafts.save_draft(db, document, text, MONDAY, by)
    return reviewing.ask(db, document, VersionChange.MEANING, MONDAY, by, invited=invited, word=WORD)


def published(db: Session, module_id: str, by: UUID, rule: str = "duree") -> Document:
    """A module in its first version."""
    document = drafts.create_module(db, module_id, MONDAY, by)
    publish(db, document, text_of(module_id, rule=rule), by)
    return document


def of_a_module(house: House, rule: str = "duree") -> dict[str, list[str]]:
    """Where each page of a module's life is, in each of its states."""
    author, reader, leaving = (house.person(trainer=True) for _ in range(3))
    with house.store.writing() as db:
        document = published(db, "etapes", author.learner_key, rule)
        returned = ask(db, document, text_of("etapes", "À relire : « oui » ?", rule), author.learner_key)
        for line, said in ((0, "L'ensemble : c'est clair !"), (3, "Trop long : « coupez » !")):
            reviewing.comment(db, returned, line, said, MONDAY, reader.learner_key)
        reviewing.return_text(db, returned, MONDAY, reader.learner_key)
        publish(db, document, text_of("etapes", "À relire : l'essentiel, ici.", rule), author.learner_key)
        waiting = ask(
            db, document, text_of("etapes", "À relire : l'essentiel, là.", rule), author.learner_key, reader.learner_key
        )
        new = drafts.create_module(db, "neuf", MONDAY, author.learner_key)
        first = ask(db, new, text_of("neuf", rule=rule), author.learner_key)
        drafts.save_draft(db, new, "illisible : « oui » ?", MONDAY, author.learner_key)
        aside = drafts.set_aside(db, document, "Un brouillon : « vieux » !", MONDAY.date()).id
        audit.note(db, author.learner_key, AuditVerb.TAKE_OVER_DRAFT, "etapes", MONDAY.date(), aside=aside)
        responsibility.entrust(db, "etapes", author.learner_key, reader.learner_key)
        responsibility.entrust(db, f"rule:{rule}", leaving.learner_key, None)
    reviews = [f"/reviewing/{review.id}" for review in (returned, waiting, first)]
    return {
        "people.closing": [f"/people/{leaving.id}/close", f"/people/{house.person().id}/close"],
        "responsibility.everything": ["/responsibility", f"/responsibility?subject=rule:{rule}"],
        "reviewing.review": [*reviews, f"{reviews[1]}?line=7"],
        "reviewing.approved": [f"{review}/approval" for review in reviews],
        "versions.versions": [f"/versions/{name}" for name in ("etapes", "neuf", "rules.yaml", "topics.yaml")],
        "versions.version": ["/versions/etapes/1", "/versions/etapes/2", "/versions/rules.yaml/1"],
        "versions.version_difference": ["/versions/etapes/1/2", "/versions/etapes/1/1"],
        "versions.draft_difference": ["/versions/etapes/1/draft", "/versions/rules.yaml/1/draft"],
        "versions.aside": [f"/versions/etapes/aside/{aside}"],
        "versions.approved": [f"/versions/{name}/approval" for name in ("etapes/1", "etapes/2", "topics.yaml/1")],
    }


def of_news(house: House, module_id: str, skill: str, rule: str = "duree") -> dict[str, list[str]]:
    """Where each page is of what trainers make of news: rule changes in each state, texts for the day, a question."""
    author, reader = (house.person(trainer=True) for _ in range(2))
    sentences = ("Dès le 1er janvier 2027 : « 18 mois », dit l'ONEM.", "C'était 24 mois !")
    story, *others = (tell(house.store, "L'ONEM change : vrai ?", house.clock(), sentences=sentences) for _ in range(4))
    titled = tell(house.store, "Rien qu'un titre !", house.clock(), sentences=())
    with house.store.writing() as db:
        changes = [
            _proposed(db, one, author.learner_key, rule, state, day)
            for one, state, day in (
                (story, RuleState.IN_FORCE, date(2027, 1, 1)),
                (others[0], RuleState.ANNOUNCED, None),
                (others[1], RuleState.SUSPENDED, date(2027, 2, 1)),
                (others[2], RuleState.CANCELLED, date(2027, 3, 1)),
            )
        ]
        in_force, announced, undone, verifying = changes
        texts = _texts_for(db, in_force, author.learner_key)
        deciding.accept(db, in_force, MONDAY, reader.learner_key)
        deciding.accept(db, announced, MONDAY, reader.learner_key)
        deciding.accept(db, undone, MONDAY, reader.learner_key)
        deciding.undo(db, undone, MONDAY, author.learner_key)
        for change in changes:
            of_change = planning.subject_of(change)
            audit.note(db, author.learner_key, AuditVerb.PROPOSE_CHANGE, of_change, MONDAY.date(), rule=change.rule_id)
        of_change = planning.subject_of(in_force)
        audit.note(db, author.learner_key, AuditVerb.WRITE_TEXT, of_change, MONDAY.date(), document=texts[0])
        aim = Aim(documents.module_document(db, module_id), skill)
        drafted = from_stories.draft_question(db, story, 0, aim, MONDAY, author.learner_key)
        from_stories.write_interview_word(db, story, "Dites : « rien ne change ! »", MONDAY, author.learner_key)
        waits = verifying.id
    return {
        "rule_changes.changes": ["/rule-changes"],
        "rule_changes.begin": [f"/rule-changes/stories/{one}" for one in (story, titled)],
        "rule_changes.change": [f"/rule-changes/{change.id}" for change in changes],
        "rule_changes.text": [
            *(f"/rule-changes/{in_force.id}/texts/{name}" for name in texts),
            f"/rule-changes/{waits}/texts/{texts[0]}",
        ],
        "drafted_questions.begin": [f"/drafted-questions/stories/{story}"],
        "drafted_questions.drafted": [f"/drafted-questions/{drafted.id}"],
        "news.story": [f"/news/{one}" for one in (story, *others, titled)],
    }


def _proposed(db: Session, story: int, by: UUID, rule: str, state: RuleState, day: date | None) -> RuleChange:
    wanted = Wanted(rule, state, "https://onem.example/a", day, untouched="Qui étudie : « oui » !", cited=0)
    return deciding.propose(db, story, wanted, MONDAY, by)


def _texts_for(db: Session, change: RuleChange, by: UUID) -> list[str]:
    """Of what rests on the rule: one text that can be read, one that cannot, nothing to change in the others."""
    names = [one.document.id for one in stages.concerned(db, change.rule_id)]
    for number, name in enumerate(names):
        document = documents.document_of(db, name)
        text = documents.published_text(db, document) or ""
        if number > 1:
            prepared_texts.leave(db, change, document, MONDAY, by)
            continue
        new = text.replace("Oui, parce que", "Oui, depuis janvier, parce que") if number == 0 else "illisible"
        prepared_texts.write(db, change, document, new, drafts.fingerprint(text), MONDAY, by)
    return names[:3]
