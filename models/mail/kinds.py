"""What a mail is, what it says, and what became of it, in words."""

from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from models.words import N_

INVITATION_DAYS, QUESTION_DAYS, UNSUBSCRIBE_DAYS = 7, 7, 365
"""How long the links of a mail hold."""
LONGEST_DETAIL = 200
"""Of the words of a server that are kept."""


class Kind(StrEnum):
    """What a mail is."""

    DIGEST = "digest"
    INVITATION = "invitation"
    HEALTH = "health"


class State(StrEnum):
    """Where a mail is; *uncertain* is one whose sending was cut off: it may have left, so nobody sends it again."""

    READY = "ready"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNCERTAIN = "uncertain"
    NOTHING = "nothing"


LEFT = (State.SENDING, State.SENT, State.UNCERTAIN)
"""The states of a mail that has left, or may have."""


class Reason(StrEnum):
    """Why a mail is where it is."""

    ACCEPTED = "accepted"
    KEPT = "kept"
    UNREACHABLE = "unreachable"
    UNSAFE = "unsafe"
    SIGN_IN_REFUSED = "sign_in_refused"
    REFUSED = "refused"
    NO_MAILBOX = "no_mailbox"
    BOUNCED = "bounced"
    UNWRITABLE = "unwritable"
    BAD_ADDRESS = "bad_address"
    INTERRUPTED = "interrupted"
    TOO_LATE = "too_late"
    CUT_OFF = "cut_off"


IN_WORDS = {
    Reason.ACCEPTED: N_("Le serveur de courrier l'a accepté."),
    Reason.KEPT: N_("Sans serveur de courrier, il est déposé dans le dossier « outbox » de l'instance."),
    Reason.UNREACHABLE: N_("Le serveur de courrier ne répond pas."),
    Reason.UNSAFE: N_(
        "Le serveur de courrier n'offre pas de connexion sécurisée : ni le mot de passe ni le message ne sont partis."
    ),
    Reason.SIGN_IN_REFUSED: N_("Le serveur de courrier refuse le nom ou le mot de passe de Boussole."),
    Reason.REFUSED: N_("Le serveur de courrier l'a refusé."),
    Reason.NO_MAILBOX: N_("Le serveur de courrier ne connaît pas cette adresse, ou ne la sert plus."),
    Reason.BOUNCED: N_("Il est revenu : cette adresse n'existe pas, ou plus."),
    Reason.UNWRITABLE: N_("Boussole ne peut pas écrire dans le dossier « outbox » de l'instance."),
    Reason.BAD_ADDRESS: N_("Cette adresse ne peut pas recevoir de courriel : corrigez-la."),
    Reason.INTERRUPTED: N_("Sa préparation s'est interrompue à chaque essai : voyez le journal."),
    Reason.TOO_LATE: N_("La journée s'est terminée avant qu'il puisse partir."),
    Reason.CUT_OFF: N_("L'envoi a été interrompu : le courriel est peut-être parti, Boussole ne le renvoie pas."),
}


@dataclass(frozen=True, slots=True)
class Letter:
    """What a mail says, twice: as text and as HTML; and the stories, corrections and question that it carries."""

    subject: str
    text: str
    html: str
    story_ids: tuple[int, ...] = ()
    correction_ids: tuple[int, ...] = ()
    presentation_id: UUID | None = None
