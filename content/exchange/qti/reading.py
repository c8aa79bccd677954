"""Choice items out of a QTI file or package; whatever else is in it is listed."""

from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element

from content.exchange import Exchanged, Loss
from content.exchange.archive import is_zip, shown, unpacked
from content.exchange.naming import unique_ids
from content.exchange.prose import HtmlTooMuch
from content.exchange.qti.draft import Draft, NotCarriedOver
from content.exchange.qti.items import read_item
from content.exchange.qti.legacy import read_legacy_item
from content.exchange.qti.manifest import MANIFEST, skills_by_place
from content.exchange.qti.markup import read_xml
from content.module import Question
from content.problems import N_, BrokenText, Problem

Documents = dict[str, Element]
"""The root of each XML file by its place in the package."""


def read_qti(data: bytes, skill: str, file: str = "questions.xml") -> Exchanged[tuple[Question, ...]]:
    """The choice items of QTI 1.2, 2.x or 3.0, from one XML file or a zip; `skill` is for those that name none.

    Feedback is empty where the file has none. Raises BrokenText for what cannot be read, or holds no item at all.
    """
    documents, losses = _documents(data, file)
    skills = skills_by_place(documents.pop(MANIFEST)) if is_zip(data) and MANIFEST in documents else {}
    found: list[tuple[Draft, str]] = []
    for place, root in documents.items():
        for item in _items(root):
            try:
                draft = _read(item)
            except NotCarriedOver as error:
                losses.append(Loss(item.get("identifier") or item.get("ident") or place, *error.note))
            else:
                found.append((draft, skills.get(place, skill)))
        if root.tag not in {"assessmentItem", "questestinterop"}:
            losses.append(
                Loss(shown(place), N_("Ce fichier du paquet ne contient pas de question : il n'est pas repris."))
            )
    if not found and not any(map(_items, documents.values())):
        raise BrokenText((Problem(file, 1, "Ce fichier ne contient aucune question QTI : vérifiez son format."),))
    return _exchanged(found, losses)


def _documents(data: bytes, file: str) -> tuple[Documents, list[Loss]]:
    if not is_zip(data):
        return {file: read_xml(data, file)}, []
    documents: Documents = {}
    losses: list[Loss] = []
    problems: list[Problem] = []
    for name, member in sorted(unpacked(data, file).items()):
        if not name.lower().endswith(".xml"):
            losses.append(Loss(shown(name), N_("Ce fichier du paquet n'est pas du texte : il n'est pas repris.")))
            continue
        try:
            documents[name] = read_xml(member, name)
        except BrokenText as broken:
            problems += broken.problems
    if problems:
        raise BrokenText(tuple(problems))
    return documents, losses


def _items(root: Element) -> list[Element]:
    return [root] if root.tag == "assessmentItem" else list(root.iter("item")) if root.tag == "questestinterop" else []


def _read(item: Element) -> Draft:
    try:
        return read_item(item) if item.tag == "assessmentItem" else read_legacy_item(item)
    except HtmlTooMuch as error:
        raise NotCarriedOver(N_("Un texte de cette question est trop long : elle n'est pas reprise.")) from error


def _exchanged(found: Iterable[tuple[Draft, str]], losses: list[Loss]) -> Exchanged[tuple[Question, ...]]:
    drafts = [draft for draft, _ in found]
    ids = unique_ids((draft.identifier for draft in drafts), (draft.stem.text for draft in drafts))
    questions = tuple(
        Question(question_id, skill, draft.stem.text, draft.options, draft.kind)
        for question_id, (draft, skill) in zip(ids, found, strict=True)
    )
    return Exchanged(questions, tuple([*_losses(ids, drafts), *losses]))


def _losses(ids: Iterable[str], drafts: Iterable[Draft]) -> Iterator[Loss]:
    for question_id, draft in zip(ids, drafts, strict=True):
        for sentence, values in draft.notes():
            yield Loss(question_id, sentence, values)
