"""A pack as a zip: skill map, rules, modules, topics, programmes, entries, pictures, corrections, each as on disk."""

import re
from collections.abc import Iterator, Mapping

from content.errors import N_, BrokenText, Problem
from content.exchange.archive import packed, shown, unpacked
from content.pack import CORRECTIONS, RULES, SKILLS, TOPICS, Pack, other_kinds, pack_of
from content.pictures.picture_terms import MEMBER, PICTURES, PictureSources, picture_members
from content.text.grammar import LARGEST_TEXT

LARGEST_PACKAGE = 20_000_000
"""Bytes of a zip: twenty pictures of the largest, with more texts than a house writes in years."""
_MODULE, _ENTRY = re.compile(r"modules/[^/]+\.md"), re.compile(r"directory/[^/]+\.yaml")
_PICTURE = re.compile(MEMBER)


def _at_its_top() -> frozenset[str]:
    """Return the files of a pack that lie in no folder."""
    return frozenset({SKILLS, RULES, TOPICS, CORRECTIONS, PICTURES, *other_kinds()})


def write_package(pack: Pack) -> bytes:
    """Return the zip of a pack; the same pack gives the same bytes."""
    texts = {f"modules/{name}.md": text for name, text in [*pack.modules.items(), *pack.translated.items()]}
    texts |= {f"directory/{name}.yaml": text for name, text in pack.entries.items()}
    optional = {TOPICS: pack.topics, CORRECTIONS: pack.corrections, **pack.others}
    texts |= {name: text for name, text in optional.items() if text}
    written = {name: text.encode() for name, text in {SKILLS: pack.skills, RULES: pack.rules, **texts}.items()}
    return packed({**written, **picture_members(pack.pictures)})


def read_package(data: bytes, file: str = "paquet.zip") -> Pack:
    """Return the pack that a zip holds; BrokenText lists everything to mend, in the zip or in the texts."""
    members = unpacked(data, file, most=LARGEST_PACKAGE)
    if problems := tuple(_misfits(members, file)):
        raise BrokenText(problems)
    files = {name: members.pop(name) for name in sorted(members) if _PICTURE.fullmatch(name)}
    texts = {name: members[name].decode() for name in sorted(members)}
    skills, rules = texts.pop(SKILLS), texts.pop(RULES)
    optional = (texts.pop(name, "") for name in (TOPICS, CORRECTIONS, PICTURES))
    topics, corrections, listed = optional
    others = {name: texts.pop(name) for name in other_kinds() if name in texts}
    entries = {name: texts.pop(name) for name in list(texts) if _ENTRY.fullmatch(name)}
    shown_in = PictureSources(listed, files)
    pack = pack_of(skills, rules, texts, topics, corrections, entries, others, shown_in)
    if reserved := sorted(_at_its_top() & set(pack.modules)):
        sentence = N_("Un module ne peut pas s'appeler %(id)s : changez son identifiant.")
        raise BrokenText(tuple(Problem(file, 1, sentence, {"id": name}) for name in reserved))
    return pack


def _misfits(members: Mapping[str, bytes], file: str) -> Iterator[Problem]:
    for missing in sorted({SKILLS, RULES} - set(members)):
        sentence = N_("Il manque %(member)s tout en haut du paquet : ajoutez-le, hors de tout dossier.")
        yield Problem(file, 1, sentence, {"member": missing})
    for name, data in sorted(members.items()):
        if _PICTURE.fullmatch(name):
            continue  # checked together with the texts that show it
        if name not in _at_its_top() and not _MODULE.fullmatch(name) and not _ENTRY.fullmatch(name):
            sentence = N_(
                "%(member)s n'a pas sa place ici : un paquet tient skills.yaml, rules.yaml, topics.yaml, "
                "programmes.yaml, corrections.yaml, pictures.yaml, modules/*.md, directory/*.yaml et pictures/*.png "
                "ou .jpg. Retirez-le."
            )
            yield Problem(file, 1, sentence, {"member": shown(name)})
        elif len(data) > LARGEST_TEXT:
            sentence = N_("Ce texte dépasse %(most)s Ko : partagez-le en plusieurs modules.")
            yield Problem(name, 1, sentence, {"most": LARGEST_TEXT // 1000})
        elif not _is_utf8(data):
            yield Problem(name, 1, "Ce fichier n'est pas en UTF-8 : enregistrez-le ainsi.")


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
