"""What goes wrong with circles and meetings."""

from content.problems import N_
from models.community.circles import CircleClosed, CircleLinkClosed, NoSuchCircle, NoSuchCircleQuestion, NoSuchTopic
from models.community.meetings import MeetingOver, NoSuchMeeting

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    NoSuchTopic: (
        404,
        N_("Un cercle porte sur un sujet publié, et celui-ci ne l'est pas."),
        N_("Rien n'est changé. Ceux qui le sont sont sous « Préparer l'entretien »."),
    ),
    # One page for a circle that is gone and for one of others: that it exists is seen by those in it alone.
    NoSuchCircle: (
        404,
        N_("Vous ne prenez part à aucun cercle à cette adresse."),
        N_("Les vôtres sont sous « Cercles »."),
    ),
    NoSuchCircleQuestion: (
        404,
        N_("Ce cercle ne peut pas poser cette question, ou ne le peut plus."),
        N_("Choisissez-en une autre depuis la page du cercle."),
    ),
    CircleLinkClosed: (
        410,
        N_("Les liens des cercles ne s'ouvrent plus : un cercle n'accueille plus personne."),
        N_("Rien n'est changé pour qui prend déjà part : ses cercles et leurs dates se lisent sous « Cercles »."),
    ),
    CircleClosed: (409, N_("Ce cercle est clos."), N_("Rien n'est changé. Les vôtres sont sous « Cercles ».")),
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
