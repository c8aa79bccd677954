"""The messages that Boussole sends: the text and HTML of every mail."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from content.errors import N_
from content.module import Question, QuestionKind
from content.strings.markdown import plain, worded_reader
from models.catalogue.documents import title_in
from models.ground import signing
from models.ground.calendar import local_day
from models.ground.settings import Settings
from models.ground.words import Words, date_in_words, day_in_words, typographic, words
from models.learning.answering import HOW_TO_ANSWER
from models.news.sources.source_words import IN_WORDS
from models.people import own_address
from models.people.mail_schedule import WaitingWork, rhythm_of
from models.people.messages import INVITATION_DAYS, NOTICES, QUESTION_DAYS, AccountEvent, LeavingOccasion, Message
from models.site.alarms import Alarm
from models.site.failing_sources import SourceTrouble
from models.studio.reviewing import ReviewStep
from models.tables.mail import MailRhythm
from models.tables.people import Account
from watchers.digest_stories import DigestStory, told_by
from watchers.foreign_text import one_line

SUBJECTS = {
    LeavingOccasion.CLOSED: N_("Votre compte Boussole est fermé"),
    LeavingOccasion.ASKED: N_("Ce que Boussole garde de vous"),
    LeavingOccasion.TAKEN: N_("Ce que Boussole garde de vous a été emporté"),
    LeavingOccasion.WARNED: N_("Ce que Boussole garde de vous sera bientôt effacé"),
}
TEMPLATES = Path(__file__).parent / "templates"
LONGEST_SUBJECT = 60
"""Signs of a subject that mail programs show; it tells news first, and no day, which they show beside it."""
CHOSEN_FROM = {QuestionKind.ONE, QuestionKind.SEVERAL}
"""The kinds whose options lead from the mail to the question, where each stands under its number."""
_BLANK_LINES = re.compile(r"\n{3,}")


@dataclass(frozen=True, slots=True)
class MailQuestion:
    """A question as the mail asks it: its options in the order shown, none of those to type, and where to answer."""

    question: Question
    language: str
    options: Sequence[str]
    address: str
    presentation_id: UUID | None


@dataclass(frozen=True, slots=True)
class Morning:
    """The content of a digest."""

    day: date
    stories: Sequence[DigestStory] = ()
    asked: MailQuestion | None = None
    unwatched: Sequence[str] = ()
    """The names of the themes that no source has told anything of for two days."""
    away: bool = False
    """Whether its reader has not come for some days."""


def digest_message(settings: Settings, account: Account, morning: Morning) -> Message:
    """Write the mail of a morning, in the learner's language: stories or a question, or both."""
    said, asked, stories = words(account.language), morning.asked, morning.stories
    say, today = said.gettext, day_in_words(morning.day, said.language)
    heading = say("Vos actualités du %(day)s", day=today) if stories else say("Votre question du %(day)s", day=today)
    if morning.away:
        why = say("Après une absence, Boussole n'écrit qu'une fois par semaine, jusqu'à votre prochaine visite.")
    elif rhythm_of(account) is MailRhythm.WEEKLY:
        why = say("Boussole vous écrit une fois par semaine, quand il y a quelque chose à dire.")
    else:
        why = say("Boussole vous écrit les jours ouvrables, quand il y a quelque chose à dire.")
    written = _message(
        "digest",
        settings,
        account,
        _news_first(said, stories) if stories else heading,
        heading=heading,
        morning=morning,
        told_by=partial(told_by, said=said),
        why=why,
        how_to_answer=HOW_TO_ANSWER,
        chosen_from=CHOSEN_FROM,
        question_days=QUESTION_DAYS,
        unsubscribe=unsubscribe_address(settings, account.learner_key),
    )
    return written._replace(
        story_ids=tuple(line.story_id for line in stories),
        correction_ids=tuple(one for line in stories if line.rectified for one in line.rectified.ids),
        presentation_id=asked.presentation_id if asked else None,
    )


def _news_first(said: Words, stories: Sequence[DigestStory]) -> str:
    first, others = stories[0].title, len(stories) - 1

    def beginning_with(title: str) -> str:
        return said.ngettext("%(title)s · et une autre", "%(title)s · et %(num)s autres", others, title=title)

    if not others:
        return shortened(first, LONGEST_SUBJECT)
    return beginning_with(shortened(first, LONGEST_SUBJECT - len(beginning_with(""))))


def invitation_message(settings: Settings, account: Account) -> Message:
    """Write the mail with which an account begins."""
    token = signing.sign_link(settings.secret_key, "invitation", str(account.learner_key))
    return _message(
        "invitation",
        settings,
        account,
        words(account.language).gettext("Votre accès à Boussole"),
        address=f"{settings.base_url}/invitation/{token}",
        days=INVITATION_DAYS,
    )


def password_reset_message(settings: Settings, account: Account, token: str) -> Message:
    """Write the mail that lets somebody choose a new password."""
    said = words(account.language).gettext("Revenir sur Boussole")
    address = f"{settings.base_url}/way-back/{token}"
    return _message("way_back", settings, account, said, address=address)


def own_address_message(settings: Settings, account: Account, token: str) -> Message:
    """Write the mail with which somebody confirms an address of her own."""
    said = words(account.language).gettext("Confirmez cette adresse")
    address = f"{settings.base_url}/own-address/{token}"
    days = own_address.CONFIRM_WITHIN.days
    return _message("own_address", settings, account, said, address=address, days=days)


def leaving_message(
    settings: Settings,
    account: Account,
    token: str,
    occasion: LeavingOccasion,
    erased_at: datetime,
    *,
    asks_password: bool,
) -> Message:
    """Write the mail with which anyone who has left takes her data along, or erases them."""
    said = words(account.language)
    return _message(
        "leaving",
        settings,
        account,
        said.gettext(SUBJECTS[occasion]),
        address=f"{settings.base_url}/leaving/{token}",
        day=date_in_words(local_day(erased_at, account.learner.timezone), said.language),
        last=occasion is LeavingOccasion.WARNED,
        taken=occasion is LeavingOccasion.TAKEN,
        asks_password=asks_password,
    )


def notice_message(settings: Settings, account: Account, notice: AccountEvent) -> Message:
    """Write the mail that tells somebody what has happened to her account."""
    said = words(account.language)
    return _message(
        "notice",
        settings,
        account,
        said.gettext("Votre compte Boussole"),
        said=said.gettext(NOTICES[notice]),
        address=f"{settings.base_url}/forgotten",
    )


def farewell_message(settings: Settings, account: Account) -> Message:
    """Write the last mail to somebody who was erased: what is gone, and what is left for how long."""
    said = words(account.language)
    kept = said.days(settings.terms.copies)
    subject = said.gettext("Votre compte Boussole est effacé")
    return _message("farewell", settings, account, subject, period=kept)


def health_message(
    settings: Settings, account: Account, raised: Sequence[Alarm], sources: Sequence[SourceTrouble]
) -> Message:
    """Write the mail that tells administrators what has to be mended, and how."""
    return _message(
        "health",
        settings,
        account,
        words(account.language).gettext("Boussole : %(what)s", what=", ".join(one.clause for one in raised)),
        alarms=raised,
        sources=sources,
        in_words=IN_WORDS,
    )


REVIEWS = {
    ReviewStep.ASKED: N_("%(name)s vous demande de relire « %(title)s »"),
    ReviewStep.RETURNED: N_("%(name)s vous rend « %(title)s », avec des remarques"),
    ReviewStep.APPROVED: N_("%(name)s a approuvé « %(title)s », qui est en ligne"),
}


def waiting_message(settings: Settings, account: Account, found: WaitingWork, names: Mapping[str, str]) -> Message:
    """Write the mail that says what waits for somebody, with a link to the oldest of each kind and to each review."""
    said, base = words(account.language), settings.base_url
    clauses = []
    if number := found.reported:
        told = said.ngettext(
            "un texte signalé attend une réponse", "%(num)s textes signalés attendent une réponse", number
        )
        clauses.append((told, f"{base}/reports/waiting"))
    if changes := found.rule_changes:
        told = said.ngettext(
            "un changement de règle attend une décision",
            "%(num)s changements de règle attendent une décision",
            len(changes),
        )
        clauses.append((told, f"{base}/rule-changes/{changes[0]}"))
    for one in found.reviews:
        name = names.get(str(one.by)) or said.gettext("quelqu'un qui n'est plus là")
        title = title_in(one.review.document_id, one.review.text, said)
        told = said.gettext(REVIEWS[one.step], name=name, title=title)
        clauses.append((told, f"{base}/reviewing/{one.review.id}"))
    subject = said.gettext("Boussole : %(what)s", what=", ".join(clause for clause, _ in clauses))
    return _message("waiting", settings, account, subject, clauses=clauses)


def question_address(settings: Settings, presentation_id: UUID, learner_key: UUID) -> str:
    """Return the address where a question is answered without signing in."""
    token = signing.sign_link(settings.secret_key, "question", [str(presentation_id), str(learner_key)])
    return f"{settings.base_url}/question/{token}"


def unsubscribe_address(settings: Settings, learner_key: UUID) -> str:
    """Return the address where the mails are stopped without signing in."""
    return f"{settings.base_url}/unsubscribe/{signing.sign_link(settings.secret_key, 'unsubscribe', str(learner_key))}"


# ----------------------------------------------------------------------------------------------------- words and layout


def shortened(title: str, longest: int) -> str:
    """Shorten a title to so many signs, cut between words."""
    title = one_line(title)
    if len(title) <= longest:
        return title
    cut = title.rfind(" ", 1, longest)
    return title[: cut if cut > 0 else longest - 1].rstrip(" ,;:") + "…"


def _message(template: str, settings: Settings, account: Account, subject: str, **values: Any) -> Message:
    import css_inline

    said = words(account.language)
    values |= {
        "_": said.gettext,
        "base": settings.base_url,
        "name": account.name,
        "language": said.language,
        "subject": subject,
        "dated": partial(date_in_words, language=said.language),
    }
    text, html = (_TEMPLATES.get_template(f"{template}.{part}").render(values) for part in ("txt", "html"))
    # Styles are moved into the elements, for mail programs that read no style sheet; writing a mail fetches nothing,
    # whatever a template links to.
    style = (TEMPLATES / "mail.css").read_text("utf-8")
    inliner = css_inline.CSSInliner(load_remote_stylesheets=False, keep_at_rules=True, extra_css=style)
    return Message(one_line(subject), _BLANK_LINES.sub("\n\n", text).strip() + "\n", inliner.inline(html))


def _markdown(text: str, language: str) -> Markup:
    """Render trainers' Markdown as HTML; of a picture its description, for a mail fetches nothing."""
    return Markup(worded_reader().render(typographic(text, language)))


def _plain(text: str, language: str) -> str:
    """Render trainers' Markdown as text without its marks, each paragraph by itself."""
    return plain(typographic(text, language)).replace("\n", "\n\n")


_TEMPLATES = Environment(
    loader=FileSystemLoader(TEMPLATES),
    # By the template's name: the text part of a mail must not say « &amp; ».
    autoescape=select_autoescape(["html"]),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_TEMPLATES.filters.update(typographic=typographic, markdown=_markdown, plain=_plain, one_line=one_line)
