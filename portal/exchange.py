"""« Échanger »: export and import of questions and packs as files; imports become drafts once a trainer agrees."""

from base64 import b64decode, b64encode
from collections.abc import Iterable
from contextlib import suppress

from flask import Response, abort, flash, make_response, render_template, request, url_for
from sqlalchemy.orm import Session

from content.exchange.archive import is_zip, shown
from content.exchange.formats import MEDIA, Incoming, Outgoing, Received, format_of, read_questions, write_questions
from content.exchange.losses import Loss
from content.exchange.package import read_package, write_package
from content.module import Module
from content.pack import Pack
from content.problems import N_, BrokenText, Problem
from content.text.grammar import LARGEST_TEXT, question_ids
from content.text.writing import question_text
from models.catalogue import documents, drafts, exchange, in_force
from models.ground import audit
from models.tables.audit import AuditVerb
from models.tables.documents import Document
from portal.access import learner_key, trainer
from portal.pages import page_language, say
from portal.shell import house_day, now, reading, see_other, writing

MOST_CARRIED = 1_500_000
"""Letters of a package on its way through the page that shows what is in it; what a form may hold is 2 MB."""
NOTHING_SENT = N_("Aucun fichier n'est arrivé : choisissez-en un.")
TOO_MANY = N_("Ces questions font ensemble plus de %(most)s Ko : partagez ce fichier en plusieurs.")
TOO_LARGE = N_("Ce paquet est trop grand pour être apporté par cette page : partagez-le en plusieurs.")


# ------------------------------------------------------------------------------------------------ questions, going out


@trainer
def module(module_id: str) -> Response:
    """Show the formats that a module can be exported in, what each cannot carry, and a form for questions to import."""
    with reading() as db:
        return _module_page(db, documents.module_document(db, module_id))


@trainer
def text(module_id: str) -> Response:
    """Send the text of a module as it stands in the workshop."""
    with reading() as db:
        written = drafts.latest_text(db, documents.module_document(db, module_id))
    return _file(written.encode(), f"{module_id}.md", "text/markdown; charset=utf-8")


@trainer
def questions(module_id: str, outgoing: str) -> Response:
    """Send the questions of a module in a format."""
    wanted = next((one for one in Outgoing if one == outgoing), None) or abort(404)
    with reading() as db:
        document = documents.module_document(db, module_id)
        readable = _readable(db, document) or documents.parse_module(drafts.latest_text(db, document))
    ending, media = MEDIA[wanted]
    return _file(write_questions(readable, wanted).value, f"{module_id}-{wanted}.{ending}", media)


def _module_page(
    db: Session, document: Document, problems: Iterable[Problem] = (), received: Received | None = None
) -> Response:
    readable, skills = _readable(db, document), in_force.skill_map(db)
    told = _told(problems, received)
    page = render_template(
        "exchange/module.html",
        document=document,
        title=documents.listed(db, document).title,
        module=readable,
        is_latest=readable is not None and readable == _read_or_none(drafts.latest_text(db, document)),
        outgoing=[(one, _losses(write_questions(readable, one).losses)) for one in Outgoing] if readable else [],
        incoming=Incoming,
        skills=skills,
        first_skill=_first_skill(db, readable),
        problems=told,
    )
    return make_response(page, 422 if told else 200)


def _readable(db: Session, document: Document) -> Module | None:
    """Return the latest text of a module, else the published one, as far as one of them can be read."""
    texts = drafts.latest_text(db, document), documents.published_text(db, document)
    return next((found for one in texts if one and (found := _read_or_none(one))), None)


def _read_or_none(written: str) -> Module | None:
    with suppress(BrokenText):
        return documents.parse_module(written)
    return None


def _first_skill(db: Session, readable: Module | None) -> str:
    return next(iter(readable.skills if readable else ()), next(iter(in_force.skill_map(db))).id)


def _losses(losses: Iterable[Loss]) -> list[tuple[str, str]]:
    """Return question, or its line, and sentence of everything that a format cannot carry."""
    return [(_question_of(loss), say(loss.sentence, **loss.values)) for loss in losses]


def _question_of(loss: Loss) -> str:
    return shown(loss.question) if loss.line is None else say("Ligne %(line)s", line=loss.line)


def _file(data: bytes, name: str, media: str) -> Response:
    # An attachment: what somebody else has written is never opened as a page of ours.
    return Response(data, content_type=media, headers={"Content-Disposition": f"attachment; filename={name}"})


# ------------------------------------------------------------------------------------------------ questions, coming in


@trainer
def read(module_id: str) -> Response:
    """Show what a file holds, before anything is kept of it."""
    with reading() as db:
        document = documents.module_document(db, module_id)
        received = _received(db, document)
        try:
            return make_response(_questions_page(db, document, received))
        except BrokenText as broken:
            return _module_page(db, document, broken.problems, received)


def _received(db: Session, document: Document) -> Received:
    data, file = _sent()
    readable, skill = _readable(db, document), request.form.get("skill", "")
    known = skill in in_force.skill_map(db)
    return Received(
        data=data,
        file=file,
        skill=skill if known else _first_skill(db, readable),
        language=readable.language if readable else "fr",
    )


def _sent() -> tuple[bytes, str]:
    """Return the file that was sent, and the name that it had there."""
    sent = request.files.get("file")
    return (sent.read(), shown(sent.filename or "")) if sent else (b"", "")


def _questions_page(db: Session, document: Document, received: Received) -> str:
    """Show the questions of a file that the module does not have yet; raises BrokenText."""
    if not received.data:
        raise BrokenText((Problem(received.file, 1, NOTHING_SENT),))
    asked = request.form.get("format", "")
    incoming = Incoming(asked) if asked in set(Incoming) else format_of(received.data, received.file)
    found = exchange.fitted(db, document, read_questions(received, incoming), received.language)
    carried = "\n\n".join(question_text(question, received.language) for question in found.value)
    if len(carried.encode()) > LARGEST_TEXT:
        raise BrokenText((Problem(received.file, 1, TOO_MANY, {"most": LARGEST_TEXT // 1000}),))
    return render_template(
        "exchange/questions.html",
        document=document,
        received=received,
        format=incoming,
        questions=found.value,
        skills={skill.id: skill.name[page_language()] for skill in in_force.skill_map(db)},
        losses=_losses(found.losses),
        carried=carried,
        opened=drafts.fingerprint(drafts.latest_text(db, document)),
    )


@trainer
def append(module_id: str) -> Response:
    """Add the questions that were shown to the draft of the module; DraftMoved when it is no longer the same."""
    # Forms send CRLF whatever the page held (https://html.spec.whatwg.org/#form-submission).
    added = request.form.get("questions", "").replace("\r\n", "\n")
    with writing() as db:
        document = documents.module_document(db, module_id)
        exchange.append(db, document, added, request.form.get("opened", ""), now(), learner_key())
        audit.note(
            db, learner_key(), AuditVerb.IMPORT_QUESTIONS, document.id, house_day(), ids=sorted(question_ids(added))
        )
    flash(say("Les questions sont dans le brouillon. Ce qui reste à corriger est dit avec sa ligne."))
    return see_other(url_for("authoring.edit", module_id=module_id))


def _told(problems: Iterable[Problem], received: Received | None) -> list[tuple[str, str]]:
    """Return place and sentence of everything that is to be mended in what was sent."""
    return [(_place(problem, received), say(problem.sentence, **problem.values)) for problem in problems]


def _place(problem: Problem, received: Received | None) -> str:
    if received is None or problem.file != received.file:
        return say("%(file)s, ligne %(line)s", file=shown(problem.file), line=problem.line)
    return "" if is_zip(received.data) or not received.data else say("Ligne %(line)s", line=problem.line)


# -------------------------------------------------------------------------------------------------------------- packs


@trainer
def pack() -> str:
    """Show the forms to export everything that is in force, and to import packages."""
    return render_template("exchange/pack.html", problems=[])


@trainer
def pack_file() -> Response:
    """Send everything that is in force as one package."""
    with reading() as db:
        package = write_package(exchange.pack_in_force(db))
    return _file(package, "boussole.zip", "application/zip")


@trainer
def read_pack() -> Response:
    """Show what a package holds that is new or different here, before anything is kept of it."""
    data, file = _sent()
    try:
        found = read_package(data, file) if data else _refuse(file, NOTHING_SENT)
        carried = b64encode(write_package(found)).decode()
        if len(carried) > MOST_CARRIED:
            _refuse(file, TOO_LARGE)
    except BrokenText as broken:
        return _refused_pack(data, file, broken)
    with reading() as db:
        compared = exchange.compare(db, found)
    return make_response(render_template("exchange/compared.html", compared=compared, carried=carried, file=file))


@trainer
def take_up() -> Response:
    """Make drafts of what is new or different in the package that was shown; nothing is published."""
    try:
        found = _carried()
    except BrokenText as broken:
        return _refused_pack(b"", "", broken)
    with writing() as db:
        drafted = exchange.take_up(db, found, now(), learner_key())
        for one in drafted:
            audit.note(db, learner_key(), AuditVerb.IMPORT_DRAFT, one.name, house_day(), standing=one.standing)
    flash(say("Brouillons faits : %(names)s.", names=", ".join(one.name for one in drafted) or "—"))
    return see_other(url_for("authoring.modules"))


def _carried() -> Pack:
    """Read the package that travelled in the page before, like any other; raises BrokenText."""
    try:
        data = b64decode(request.form.get("package", ""), validate=True)
    except ValueError:  # Which binascii.Error is too: signs that are not of ASCII raise the plain one.
        data = b""
    # A browser has had it meanwhile: it is read as if a stranger had sent it.
    return read_package(data)


def _refuse(file: str, sentence: str) -> Pack:
    raise BrokenText((Problem(file, 1, sentence),))


def _refused_pack(data: bytes, file: str, broken: BrokenText) -> Response:
    told = _told(broken.problems, Received(data, file, "", ""))
    return make_response(render_template("exchange/pack.html", problems=told), 422)
