"""The kinds, content and outcomes of mails, in words."""

from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from content.errors import N_
from models.tables.mail import MailReason, MailState

INVITATION_DAYS, QUESTION_DAYS, UNSUBSCRIBE_DAYS = 7, 7, 365
"""How long the links of a mail hold."""
OUTBOX = "outbox"
"""The folder of the instance in which mails lie where there is no server."""
LONGEST_DETAIL = 200
"""Of the words of a server that are kept."""


LEFT = (MailState.SENDING, MailState.SENT, MailState.UNCERTAIN)
"""The states of a mail that has left, or may have."""


IN_WORDS = {
    MailReason.ACCEPTED: N_("Le serveur de courrier l'a accepté."),
    MailReason.KEPT: N_("Sans serveur de courrier, il est déposé dans le dossier « outbox » de l'instance."),
    MailReason.UNREACHABLE: N_("Le serveur de courrier ne répond pas."),
    MailReason.UNSAFE: N_(
        "Le serveur de courrier n'offre pas de connexion sécurisée : ni le mot de passe ni le message ne sont partis."
    ),
    MailReason.SIGN_IN_REFUSED: N_("Le serveur de courrier refuse le nom ou le mot de passe de Boussole."),
    MailReason.REFUSED: N_("Le serveur de courrier l'a refusé."),
    MailReason.NO_MAILBOX: N_("Le serveur de courrier ne connaît pas cette adresse, ou ne la sert plus."),
    MailReason.BOUNCED: N_("Il est revenu : cette adresse n'existe pas, ou plus."),
    MailReason.UNWRITABLE: N_("Boussole ne peut pas écrire dans le dossier « outbox » de l'instance."),
    MailReason.BAD_ADDRESS: N_("Cette adresse ne peut pas recevoir de courriel : corrigez-la."),
    MailReason.INTERRUPTED: N_("Sa préparation s'est interrompue à chaque essai : voyez le journal."),
    MailReason.TOO_LATE: N_("La journée s'est terminée avant qu'il puisse partir."),
    MailReason.CUT_OFF: N_("L'envoi a été interrompu : le courriel est peut-être parti, Boussole ne le renvoie pas."),
}


class LeavingOccasion(StrEnum):
    """Why somebody who has left is written to: closed, asked for, taken along by a link, erased before long."""

    CLOSED = "closed"
    ASKED = "asked"
    TAKEN = "taken"
    WARNED = "warned"


class AccountEvent(StrEnum):
    """What the owner of an account is told of, each time that it happens."""

    PASSWORD = "password"
    ADDRESS = "address"
    EXPORT = "export"
    PASSWORD_RESET = "way_back"
    SECOND_FACTOR_ON = "second_factor_on"
    SECOND_FACTOR_OFF = "second_factor_off"
    SECOND_FACTOR_TAKEN = "second_factor_taken"
    RECOVERY_CODES = "recovery_codes"
    CODES_TRIED = "codes_tried"
    IDENTITY_LINKED = "identity_linked"
    IDENTITY_UNLINKED = "identity_unlinked"


NOTICES = {
    AccountEvent.PASSWORD: N_("Le mot de passe de votre compte Boussole a été changé."),
    AccountEvent.ADDRESS: N_("L'administration de Boussole a changé l'adresse de courriel de votre compte."),
    AccountEvent.EXPORT: N_("Tout ce que Boussole garde de vous a été emporté en un fichier, depuis votre compte."),
    AccountEvent.PASSWORD_RESET: N_(
        "L'administration de Boussole a fait un lien pour choisir un nouveau mot de passe, à vous remettre."
    ),
    AccountEvent.SECOND_FACTOR_ON: N_("Votre compte Boussole s'ouvre désormais en deux étapes."),
    AccountEvent.SECOND_FACTOR_OFF: N_(
        "L'entrée en deux étapes est désactivée : votre mot de passe suffit de nouveau à ouvrir votre compte Boussole."
    ),
    AccountEvent.SECOND_FACTOR_TAKEN: N_(
        "L'administration de Boussole a désactivé l'entrée en deux étapes de votre compte, et fermé vos sessions."
    ),
    AccountEvent.RECOVERY_CODES: N_("Dix nouveaux codes de secours ouvrent votre compte Boussole ; les anciens, plus."),
    AccountEvent.CODES_TRIED: N_(
        "Quelqu'un qui connaît votre mot de passe Boussole a essayé plusieurs codes, sans trouver le bon."
    ),
    AccountEvent.IDENTITY_LINKED: N_("Votre compte Boussole s'ouvre désormais aussi par un autre service."),
    AccountEvent.IDENTITY_UNLINKED: N_(
        "Votre compte Boussole ne s'ouvre plus par un autre service ; votre mot de passe l'ouvre toujours."
    ),
}


class Message(NamedTuple):
    """The content of a mail, as text and as HTML, and the stories, corrections and question that it carries."""

    subject: str
    text: str
    html: str
    story_ids: tuple[int, ...] = ()
    correction_ids: tuple[int, ...] = ()
    presentation_id: UUID | None = None
