"""What `python -m portal audit` does: follow the chain of the audit log, and say where it breaks."""

import re

from content.errors import Undone
from models.ground import audit_chain
from models.ground.audit_chain import BreakKind, BrokenChain, ChainEnd
from models.ground.settings import Settings
from models.ground.store import Store

BREAKS = {
    BreakKind.CHECKPOINT: "l'empreinte qui remplace ce qui est venu avant n'est pas signée par la clé de cette maison",
    BreakKind.MISSING: "elle n'est plus à sa place",
    BreakKind.CHANGED: "elle n'est pas ce qui a été noté",
    BreakKind.PERSON: "elle nomme quelqu'un d'autre que ce qui a été noté",
    BreakKind.END: "la fin n'est plus celle de la chaîne : des entrées manquent, ou ont été ajoutées",
}
WRITTEN_DOWN = re.compile(r"([0-9]{1,18}):([0-9a-f]{64})")
"""An end as the command prints it, for whoever writes it down."""


def read_end(written: str) -> ChainEnd:
    """Read an end that was written down; raises ValueError."""
    if not (found := WRITTEN_DOWN.fullmatch(written)):
        raise ValueError(written)
    return ChainEnd(int(found[1]), found[2])


def audited(settings: Settings, noted: ChainEnd | None) -> str:
    """Return what to tell of a log that holds, and of an end that somebody has written down; raises Undone."""
    with Store(settings.database_url).reading() as db:
        try:
            end = audit_chain.verify(db, settings.secret_keys)
        except BrokenChain as broken:
            raise Undone(f"Le journal est rompu à l'entrée {broken.place} : {BREAKS[broken.kind]}.") from broken
        first, passes = audit_chain.first_day(db), audit_chain.passes(db, noted) if noted else None
    if noted and passes is False:
        raise Undone(f"Le journal se tient, mais n'est plus celui qui passait par {noted.place}:{noted.link}.")
    since = f"depuis le {first}" if first else "et aucune n'est plus là"
    told = f"Le journal se tient : {end.place} entrées en tout, {since}.\nÀ noter ailleurs : {end.place}:{end.link}"
    if noted and passes is None:
        return f"{told}\nL'empreinte donnée est d'avant le terme : elle ne peut plus être comparée."
    return f"{told}\nIl passe par l'empreinte donnée." if noted else told
