"""« Journal »: on which day who did what to modules, rules, sources and accounts, for administrators."""

from collections.abc import Mapping, Sequence
from itertools import groupby
from uuid import UUID

from flask import Blueprint, render_template, request
from sqlalchemy.orm import Session

from content.errors import N_
from content.kinds import KINDS
from models.catalogue import in_force
from models.directory.entries import names_of as entry_names
from models.ground import audit
from models.people import accounts
from models.studio.responsibility import RULE
from models.tables.audit import Audit, AuditRole, AuditVerb
from portal.access import administrator
from portal.forms import to_number
from portal.pages import page_language, say
from portal.request import reading, settings
from portal.studio.pictures import REASONS

blueprint = Blueprint("journal", __name__)

SHOWN = 50
SENTENCES = {
    AuditVerb.CREATE: N_("%(who)s a commencé « %(subject)s »"),
    AuditVerb.COPY: N_("%(who)s a commencé « %(subject)s » comme copie de « %(document)s »"),
    AuditVerb.TAKE_OVER_DRAFT: N_("%(who)s a mis de côté un brouillon de « %(subject)s »"),
    AuditVerb.TAKE_UP_DRAFT: N_("%(who)s a repris un brouillon de « %(subject)s », mis de côté"),
    AuditVerb.RESTORE: N_("%(who)s a repris la version %(number)s de « %(subject)s » comme brouillon"),
    AuditVerb.ASK_REVIEW: N_("%(who)s a demandé une relecture de « %(subject)s »"),
    AuditVerb.WITHDRAW_REVIEW: N_("%(who)s a retiré sa demande de relecture de « %(subject)s »"),
    AuditVerb.COMMENT: N_("%(who)s a laissé une remarque sur « %(subject)s »"),
    AuditVerb.RETURN_TEXT: N_("%(who)s a relu et rendu « %(subject)s »"),
    AuditVerb.APPROVE: N_("%(who)s a approuvé « %(subject)s », publié comme version %(number)s"),
    AuditVerb.PUBLISH: N_("%(who)s a publié « %(subject)s », version %(number)s"),
    AuditVerb.RETIRE: N_("%(who)s a retiré « %(subject)s »"),
    AuditVerb.READ_LAW: N_("%(who)s a relu les questions de droit de « %(subject)s », version %(number)s"),
    AuditVerb.READ_PLAIN: N_("%(who)s a relu les mots simples de « %(subject)s », version %(number)s"),
    AuditVerb.HEAR_DIALOGUES: N_(
        "%(who)s a noté que les dialogues de « %(subject)s », version %(number)s, ont été lus"
    ),
    AuditVerb.REREAD: N_("%(who)s a relu « %(subject)s » et repoussé sa date"),
    AuditVerb.REREAD_ENTRY: N_("%(who)s a relu dans le répertoire « %(subject)s »"),
    AuditVerb.CONFIRM: N_("%(who)s a confirmé la traduction « %(subject)s »"),
    AuditVerb.ENTRUST: N_("%(who)s a confié « %(subject)s » à %(owner)s, et à %(deputy)s en second"),
    AuditVerb.REPLY: N_("%(who)s a répondu à un signalement"),
    AuditVerb.IMPORT_QUESTIONS: N_("%(who)s a importé des questions dans « %(subject)s »"),
    AuditVerb.IMPORT_DRAFT: N_("%(who)s a importé « %(subject)s » comme brouillon"),
    AuditVerb.BRING_PICTURE: N_("%(who)s a apporté une image"),
    AuditVerb.WITHDRAW_PICTURE: N_("%(who)s a retiré une image : %(reason)s"),
    AuditVerb.NOTE_LICENCE: N_("%(who)s a noté la licence du répertoire « %(subject)s »"),
    AuditVerb.DRAFT_QUESTION: N_("%(who)s a tiré d'une actualité une question pour « %(subject)s »"),
    AuditVerb.WRITE_INTERVIEW: N_("%(who)s a écrit, ou retiré, « En entretien » sous une actualité"),
    AuditVerb.FILL_IN_WAYS: N_("%(who)s a indiqué comment joindre le service, au pied des feuilles"),
    AuditVerb.FILL_IN_BLANK: N_("%(who)s a rempli, ou vidé, « Votre service : %(asked)s » dans « %(subject)s »"),
    AuditVerb.ASK_PAGE: N_("%(who)s a demandé que la page publique « %(subject)s » soit approuvée"),
    AuditVerb.APPROVE_PAGE: N_("%(who)s a approuvé la page publique « %(subject)s »"),
    AuditVerb.REFUSE_PAGE: N_("%(who)s n'a pas approuvé la page publique « %(subject)s »"),
    AuditVerb.SWITCH_OFF_PAGE: N_("%(who)s a éteint la page publique « %(subject)s »"),
    AuditVerb.TEST_TOOL: N_("%(who)s a noté un essai de « %(subject)s »"),
    AuditVerb.KEEP_REPLY: N_("%(who)s a noté, ou retiré, ce que répond le fabricant de « %(subject)s »"),
    AuditVerb.WRITE_PROTECTION_LINE: N_(
        "%(who)s a noté, ou retiré, l'avis de la protection des données sur « %(subject)s »"
    ),
    AuditVerb.PROPOSE_CHANGE: N_("%(who)s a proposé le changement de règle n° %(change)s"),
    AuditVerb.ACCEPT_CHANGE: N_("%(who)s a accepté le changement de règle n° %(change)s"),
    AuditVerb.REFUSE_CHANGE: N_("%(who)s a refusé le changement de règle n° %(change)s"),
    AuditVerb.WITHDRAW_CHANGE: N_("%(who)s a retiré le changement de règle n° %(change)s"),
    AuditVerb.CHANGE_TAKES_EFFECT: N_("%(who)s a mis en vigueur le changement de règle n° %(change)s"),
    AuditVerb.UNDO_CHANGE: N_("%(who)s a annulé le changement de règle n° %(change)s"),
    AuditVerb.WRITE_TEXT: N_("%(who)s a écrit le texte de « %(document)s » pour le changement de règle n° %(change)s"),
    AuditVerb.LEAVE_TEXT: N_(
        "%(who)s a noté que « %(document)s » reste tel quel avec le changement de règle n° %(change)s"
    ),
    AuditVerb.READ_TEXT: N_("%(who)s a relu le texte de « %(document)s » pour le changement de règle n° %(change)s"),
    AuditVerb.ADD_SOURCE: N_("%(who)s a ajouté la source %(subject)s"),
    AuditVerb.TAKE_SOURCES: N_("%(who)s a repris une liste de sources"),
    AuditVerb.DESCRIBE_SOURCE: N_("%(who)s a changé la description de la source %(subject)s"),
    AuditVerb.PAUSE_SOURCE: N_("%(who)s a mis en pause la source %(subject)s"),
    AuditVerb.RESUME_SOURCE: N_("%(who)s a mis fin à la pause de la source %(subject)s"),
    AuditVerb.VISIT_SOURCE: N_("%(who)s a demandé une visite de la source %(subject)s"),
    AuditVerb.LEAVE_SOURCE: N_("%(who)s a abandonné la source %(subject)s"),
    AuditVerb.BRING_FILE: N_("%(who)s a apporté un fichier de « %(publisher)s » pour le répertoire"),
    AuditVerb.ACCEPT_ENTRIES: N_("%(who)s a accepté %(entries)s entrées d'un fichier de « %(publisher)s »"),
    AuditVerb.REFUSE_ENTRIES: N_("%(who)s a refusé %(entries)s entrées d'un fichier de « %(publisher)s »"),
    AuditVerb.FORGET_FILE: N_("%(who)s a retiré un fichier de « %(publisher)s » avant son terme"),
    AuditVerb.INVITE: N_("%(who)s a invité %(person)s"),
    AuditVerb.INVITE_AGAIN: N_("%(who)s a renvoyé son invitation à %(person)s"),
    AuditVerb.CHANGE_ACCOUNT: N_("%(who)s a changé le compte de %(person)s : %(fields)s"),
    AuditVerb.HAND_PASSWORD_RESET: N_("%(who)s a fait un lien à remettre à %(person)s"),
    AuditVerb.TAKE_SECOND_FACTOR: N_("%(who)s a désactivé l'entrée en deux étapes de %(person)s"),
    AuditVerb.CLOSE_ACCOUNT: N_("%(who)s a fermé le compte de %(person)s"),
    AuditVerb.REOPEN_ACCOUNT: N_("%(who)s a rouvert le compte de %(person)s"),
}
"""What somebody did, with the values of the entry."""
TO_OWNER = N_("%(who)s a confié « %(subject)s » à %(owner)s")
TO_DEPUTY = N_("%(who)s a confié « %(subject)s » à %(deputy)s en second")
TO_NOBODY = N_("%(who)s a laissé « %(subject)s » sans responsable")
ONES_OWN = {
    *(AuditVerb.RESET_PASSWORD, AuditVerb.ERASE_ACCOUNT),
    *(AuditVerb.TURN_ON_SECOND_FACTOR, AuditVerb.TURN_OFF_SECOND_FACTOR, AuditVerb.RENEW_RECOVERY_CODES),
    *(AuditVerb.LINK_IDENTITY, AuditVerb.UNLINK_IDENTITY),
}
"""What somebody does to her own account: its day is one on which she came, which is nobody's business but hers."""
FIELDS = {
    "name": N_("nom"),
    "email": N_("adresse"),
    "language": N_("langue"),
    "trainer": N_("rôle de formation retiré"),
    "administrator": N_("rôle d'administration retiré"),
}
GIVEN = {"trainer": N_("rôle de formation donné"), "administrator": N_("rôle d'administration donné")}


@blueprint.get("/journal")
@administrator
def days() -> str:
    """Show what was done, by day, the latest first; `page` counts from 1."""
    page = max(request.args.get("page", 1, type=to_number), 1)
    with reading() as db:
        found = audit.latest(db, SENTENCES, (page - 1) * SHOWN, SHOWN + 1)
        shown = found[:SHOWN]
        titles = _titles(db, shown)
        names = accounts.names_of(db, {one.learner_key for entry in shown for one in entry.parties if one.learner_key})
    told = ((entry.day, _sentence(entry, titles, names)) for entry in shown)
    by_day = [(day, [sentence for _, sentence in each]) for day, each in groupby(told, lambda one: one[0])]
    kept = settings().terms.audit.days
    return render_template("journal/days.html", days=by_day, page=page, more=len(found) > SHOWN, kept=kept)


def _titles(db: Session, entries: Sequence[Audit]) -> Mapping[str, str]:
    """Return what the subjects of a page are called."""
    titles = {kind.document: say(kind.heading) for kind in KINDS.values() if kind.document}
    titles |= {one.module.id: one.module.title for one in in_force.published_modules(db)}
    titles |= {f"{RULE}{rule.id}": rule.name[page_language()] for rule in in_force.rules(db).values()}
    return titles | {
        name: names.get(page_language()) or next(iter(names.values()))
        for name, names in entry_names(db, {one.subject for one in entries}).items()
    }


def _sentence(entry: Audit, titles: Mapping[str, str], names: Mapping[UUID, str]) -> str:
    there = {one.role: one.learner_key and names.get(one.learner_key) for one in entry.parties}
    people = {
        role.value: there[role] or say("quelqu'un qui n'est plus là") if role in there else say("le portail")
        for role in AuditRole
    }
    given = entry.detail.get("given", ())
    fields = [say(GIVEN[name] if name in given else FIELDS[name]) for name in entry.detail.get("fields", ())]
    told = {
        "who": people[AuditRole.ACTOR],
        "subject": _title(entry.subject, titles),
        "document": _title(entry.detail.get("document", ""), titles),
        "number": entry.detail.get("number", "…"),
        "asked": entry.detail.get("asked", "…"),
        "change": entry.subject.rpartition(":")[2],
        "publisher": entry.detail.get("publisher", "…"),
        "entries": entry.detail.get("entries", "…"),
        "fields": ", ".join(fields),
        "reason": say(REASONS.get(entry.detail.get("reason", ""), "…")),
    }
    sentence = say(_message(entry), **people, **told)
    return sentence[:1].upper() + sentence[1:]


def _message(entry: Audit) -> str:
    verb = AuditVerb(entry.verb)
    entrusted = [role for role in (AuditRole.OWNER, AuditRole.DEPUTY) if entry.party(role)]
    if verb != AuditVerb.ENTRUST or len(entrusted) == 2:
        return SENTENCES[verb]
    return TO_NOBODY if not entrusted else TO_OWNER if entrusted == [AuditRole.OWNER] else TO_DEPUTY


def _title(subject: str, titles: Mapping[str, str]) -> str:
    """Return what a subject is called; of a translation, its original with the language; the id of what is a draft."""
    original, _, language = subject.partition(".")
    translated = f"{titles[original]} ({language})" if original in titles else subject
    return titles.get(subject, translated)
