"""What goes wrong with meetings, and with the links of circles, which have ended."""

from content.problems import N_
from models.community.circles import CircleLinkClosed
from models.community.meetings import MeetingOver, NoSuchMeeting

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    CircleLinkClosed: (
        410,
        N_("Les cercles se sont arrêtés : leurs liens ne s'ouvrent plus."),
        N_("Qui prenait part lit et emporte les siens depuis « Aujourd'hui », jusqu'à la prochaine version."),
    ),
    NoSuchMeeting: (
        404,
        N_("Cette rencontre n'est pas annoncée par une de vos pages."),
        N_("Elle a pu disparaître, trente jours après sa fin."),
    ),
    MeetingOver: (
        409,
        N_("Cette rencontre est annulée, ou elle a commencé."),
        N_("Rien n'est changé. Vous pouvez en annoncer une autre."),
    ),
}
"""Exception → status, what happened, what is kept or what to do."""
