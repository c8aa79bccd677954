"""Zip files, written reproducibly and read as hostile."""

import re
import stat
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator, Mapping
from io import BytesIO
from struct import error as StructError

from content.errors import N_, BrokenText, Problem, refused
from content.schema.yaml_fields import INVISIBLE

MOST_BYTES = 8_000_000
"""Of the package as it comes."""
MOST_MEMBERS = 1000
LARGEST_MEMBER = 4_000_000
"""Bytes, unpacked."""
HIGHEST_RATIO = 100
"""Times that a member may grow; French text in XML or Markdown grows five to twenty times."""
RATIO_MATTERS_FROM = 100_000
"""Bytes: what stays smaller does no harm, however often it repeats itself."""

ZIP_STARTS = (b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08")
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ENCRYPTED = 0x1
_ABSOLUTE = re.compile(r"/|[A-Za-z]:")
# AppleDouble (RFC 1740) and Finder files: macOS adds them to every zip that it makes.
_MACOS = re.compile(r"__MACOSX/.*|(?:.*/)?(?:\._[^/]*|\.DS_Store)")
UNREADABLE_ZIP = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    StructError,
    EOFError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)
"""What the standard library raises over a zip that is broken, or was made to look whole."""


def packed(members: Mapping[str, bytes]) -> bytes:
    """Return a zip of these members, sorted and all of the same date, so that it depends on nothing but them."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(members):
            info = zipfile.ZipInfo(name, _EPOCH)
            info.compress_type = zipfile.ZIP_DEFLATED
            # Unix, wherever it is written: zipfile would note the system that it runs on.
            info.create_system = 3
            info.external_attr = (stat.S_IFREG | 0o644) << 16
            archive.writestr(info, members[name])
    return written.getvalue()


def is_zip(data: bytes) -> bool:
    """Return whether bytes begin as a zip does."""
    return data.startswith(ZIP_STARTS)


def unpacked(
    data: bytes, file: str, largest: int = LARGEST_MEMBER, within: tuple[str, ...] = ("",), most: int = MOST_BYTES
) -> dict[str, bytes]:
    """Return the files of a zip by their names, without folders and what macOS adds; nothing is ever written to disk.

    `most`: bytes of the zip; `largest`: bytes that one of its files may have unpacked; all together may have twice as
    many as the zip, or as many as that one. `within`: how the names begin of those that are wanted; the others are
    never opened.

    Raises BrokenText, with everything that is wrong about the members, for a zip that is broken, too large in any
    way, or that holds what no honest package needs.
    """
    if len(data) > most:
        raise refused(file, N_("Ce paquet dépasse %(most)s Mo : partagez-le en plusieurs."), most=_mega(most))
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            infos = [info for info in archive.infolist() if info.filename.startswith(within)]
            _refuse_suspect(infos, file, largest, max(2 * most, largest))
            return {info.filename: _read(archive, info, file) for info in _meant(infos) if not info.is_dir()}
    except UNREADABLE_ZIP as error:
        sentence = N_("Ce paquet ne peut pas être ouvert : ce n'est pas un zip, ou il est abîmé. Refaites-le.")
        raise refused(file, sentence) from error


def shown(name: str) -> str:
    """Return a name out of somebody's package, fit to be shown in a sentence."""
    return INVISIBLE.sub("?", name)[:80]


def _read(archive: zipfile.ZipFile, info: zipfile.ZipInfo, file: str) -> bytes:
    with archive.open(info) as member:
        data = member.read(info.file_size + 1)  # unbounded, it would unpack more than was announced
    if is_zip(data):
        sentence = N_("%(member)s est un paquet dans le paquet : ouvrez-le et importez-le à part.")
        raise refused(file, sentence, member=shown(info.filename))
    return data


def _meant(infos: list[zipfile.ZipInfo]) -> list[zipfile.ZipInfo]:
    return [info for info in infos if not _MACOS.fullmatch(info.filename)]


def _refuse_suspect(infos: list[zipfile.ZipInfo], file: str, largest: int, together: int) -> None:
    meant = _meant(infos)
    # macOS adds about one file for each; more are not looked at, so that the list of faults stays bounded.
    if len(meant) > MOST_MEMBERS or len(infos) > 2 * MOST_MEMBERS:
        raise refused(file, N_("Ce paquet a plus de %(most)s fichiers : partagez-le en plusieurs."), most=MOST_MEMBERS)
    problems = [
        Problem(file, 1, sentence, {"member": shown(info.filename), **values})
        for info in infos
        for sentence, values in _suspicions(info, largest)
    ]
    # Of two members of one name, one reader takes the first, another the last.
    times = Counter(info.filename for info in infos)
    sentence = N_("%(member)s figure deux fois dans le paquet : gardez-en un.")
    problems += [Problem(file, 1, sentence, {"member": shown(name)}) for name in times if times[name] > 1]
    if sum(info.file_size for info in meant) > together:
        sentence = N_("Ce paquet, déplié, dépasse %(most)s Mo : partagez-le en plusieurs.")
        problems.append(Problem(file, 1, sentence, {"most": _mega(together)}))
    if problems:
        raise BrokenText(tuple(problems))


def _suspicions(info: zipfile.ZipInfo, largest: int) -> Iterator[tuple[str, dict[str, object]]]:
    name = info.filename
    if not name:
        yield N_("Un fichier du paquet n'a pas de nom : donnez-lui-en un."), {}
    # Zip slip: a member must not name a place outside, even though nothing is written to disk.
    if _ABSOLUTE.match(name) or "\\" in name or ".." in name.split("/"):
        yield N_("%(member)s sort du paquet : donnez à ce fichier un chemin simple, sans « .. » ni « / » au début."), {}
    # orig_filename: zipfile cuts the name at a NUL, so that two readers would see two names.
    if INVISIBLE.search(info.orig_filename):
        yield N_("Le nom %(member)s contient un caractère invisible : renommez ce fichier."), {}
    # The upper half holds the Unix mode: a symbolic link could point anywhere.
    if stat.S_IFMT(info.external_attr >> 16) not in {0, stat.S_IFREG, stat.S_IFDIR}:
        yield N_("%(member)s est un lien, non un fichier : mettez le fichier lui-même dans le paquet."), {}
    yield from _suspicions_of_content(info, largest)


def _suspicions_of_content(info: zipfile.ZipInfo, largest: int) -> Iterator[tuple[str, dict[str, object]]]:
    if info.flag_bits & _ENCRYPTED:
        yield N_("%(member)s est protégé par un mot de passe : refaites le paquet sans mot de passe."), {}
    elif info.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
        yield N_("%(member)s est compressé d'une manière rare : refaites le paquet en zip ordinaire."), {}
    if info.file_size > largest:
        yield N_("%(member)s dépasse %(most)s Mo : retirez-le ou partagez-le."), {"most": _mega(largest)}
    # A zip bomb: the announced size is checked here, the true one while reading.
    elif info.file_size > max(RATIO_MATTERS_FROM, HIGHEST_RATIO * info.compress_size):
        yield N_("%(member)s grandit démesurément une fois déplié : ce paquet est refusé. Refaites-le."), {}


def _mega(size: int) -> int:
    return size // 1_000_000
