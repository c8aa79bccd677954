"""Questions out of a QTI file or package; whatever else is in it is listed."""

from xml.etree.ElementTree import Element

from content.errors import Refused
from content.exchange.archive import is_zip, shown, unpacked
from content.exchange.drafts import shows_undescribed, tagged
from content.exchange.losses import UNDESCRIBED, Exchanged, Loss
from content.exchange.markup import MOST_ELEMENTS, TOO_MUCH, read_xml
from content.exchange.naming import TakenQuestion, named
from content.exchange.qti.draft import QtiItem
from content.exchange.qti.interactions import read_item
from content.exchange.qti.items import parts_of
from content.exchange.qti.legacy import legacy_parts_of, read_legacy_item
from content.exchange.qti.package import MANIFEST, PackedFiles, asked_id, credit_of, tags_by_place
from content.module import Question
from content.problems import N_, BrokenText, Problem, refused


def read_qti(data: bytes, skill: str, file: str = "questions.xml") -> Exchanged[tuple[Question, ...]]:
    """Return the questions of QTI 2.x or 3.0, and the choices of QTI 1.2, from one XML file or a zip.

    `skill` is for those that name none. Feedback is empty where the file has none. Raises BrokenText for what cannot be
    read, or holds no item at all.
    """
    reader = _QtiReader(skill)
    if is_zip(data):
        reader.read_package(unpacked(data, file))
    else:
        reader.read_file(file, data)
    if reader.problems and not reader.drafts:
        raise BrokenText(tuple(reader.problems))
    if not reader.has_items:
        raise refused(file, N_("Ce fichier ne contient aucune question QTI : vérifiez son format."))
    return reader.exchanged()


class _QtiReader:
    """Takes one file after the other, so that no more than one of them is ever a tree."""

    def __init__(self, skill: str) -> None:
        self.skill = skill
        self.files = PackedFiles({})
        self.tags: dict[str, list[str]] = {}
        self.credit = ""
        self.drafts: list[tuple[QtiItem, list[str]]] = []
        self.losses: list[Loss] = []
        self.problems: list[Problem] = []
        self.has_items = False
        self.elements = 0

    def read_package(self, members: dict[str, bytes]) -> None:
        manifest = self._root(MANIFEST, members.pop(MANIFEST)) if MANIFEST in members else None
        if manifest is not None:
            self.tags, self.credit = tags_by_place(manifest), credit_of(manifest)
        self.files = PackedFiles({name: data for name, data in members.items() if not _is_xml(name)})
        for place, data in sorted(members.items()):
            if _is_xml(place):
                self.read_file(place, data)
        for place in sorted(self.files.left):
            self._lose(place, N_("Ce fichier du paquet n'est pas du XML : il n'est pas repris."))

    def read_file(self, place: str, data: bytes) -> None:
        root = self._root(place, data)
        if root is None:
            return
        self.files.show(root, place)
        if root.tag not in {"assessmentItem", "questestinterop"}:
            self._lose(place, N_("Ce fichier ne contient pas de question : il n'est pas repris."))
            return
        for item in [root] if root.tag == "assessmentItem" else root.findall(".//item"):
            self.has_items = True
            name = item.get("identifier") or item.get("ident") or place
            try:
                parts = parts_of(item) if item.tag == "assessmentItem" else legacy_parts_of(item)
            except Refused as error:
                self._lose(name, error.sentence, **error.values)
                continue
            drafts = [draft for part in parts if (draft := self._draft(part, name))]
            # What explains one question of an item is not lost of the others.
            told = {said for draft in drafts for choice in draft.choices for said in choice.feedback.text.split("\n\n")}
            for draft in drafts:
                unplaced = tuple(each for each in draft.unplaced if not {*each.text.split("\n\n")} <= told)
                tags = self.tags.get(place, [])
                self.drafts.append((draft._replace(parts=len(parts), unplaced=unplaced), tags))

    def _draft(self, part: Element, name: str) -> QtiItem | None:
        try:
            return read_item(part) if part.tag == "assessmentItem" else read_legacy_item(part)
        except Refused as error:
            self._lose(name, error.sentence, **error.values)
        return None

    def _root(self, place: str, data: bytes) -> Element | None:
        try:
            root = read_xml(data, place)
        except BrokenText as broken:
            self.problems += broken.problems
            return None
        self.elements += sum(1 for _ in root.iter())
        if self.elements > MOST_ELEMENTS:
            raise refused(place, TOO_MUCH)
        return root

    def _lose(self, name: str, sentence: str, **values: object) -> None:
        self.losses.append(Loss(shown(name), sentence, values))

    def exchanged(self) -> Exchanged[tuple[Question, ...]]:
        """Return the questions, each with an id of its own, and everything lost: of them, beside them, of their ids."""
        read = named(
            TakenQuestion(
                tagged(draft.question(self.skill), tags),
                [*draft.notes()],
                asked_id(draft.identifier),
                stem=draft.stem.text,
            )
            for draft, tags in self.drafts
        )
        undescribed = (Loss(one.id, UNDESCRIBED) for one in read.questions if shows_undescribed(one))
        # A broken file keeps those beside it out of nothing.
        broken = (Loss(shown(each.file), each.sentence, each.values) for each in self.problems)
        losses = (*read.losses, *undescribed, *self.losses, *broken, *read.doubles)
        return Exchanged(read.questions, losses, self.files.pictures, self.credit)


def _is_xml(name: str) -> bool:
    return name.lower().endswith(".xml")
