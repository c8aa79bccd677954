"""What people are told of a public page: its state, and why something cannot stand on it."""

from content.problems import N_
from models.community.page_text import (
    BadFormAddress,
    BadInitials,
    BadLanguage,
    BadMail,
    BadTitle,
    BadWay,
    NotForPublic,
    PageRefused,
    TooManyChosen,
)
from models.community.public_pages import NoSuchPage, OtherPageAsked, OwnPage, RefusalReason

WRONG: dict[type[PageRefused], str] = {
    BadTitle: N_("Le nom d'une équipe tient en une ligne de quatre-vingts caractères."),
    BadInitials: N_("D'une personne, seules les initiales : trois au plus, cinq lettres et points, comme « C. L. »."),
    BadLanguage: N_("Une page s'écrit en français ou en néerlandais."),
    BadWay: N_("Le téléphone, le guichet et le courrier tiennent chacun en une ligne de cent soixante caractères."),
    BadMail: N_("Le courriel est une seule adresse, sans rien d'autre, comme « accueil@maison.be »."),
    BadFormAddress: N_("Le formulaire est à une adresse qui commence par https://, sans accents ni espaces."),
    TooManyChosen: N_("Huit sujets et huit entrées au plus : décochez-en."),
    NotForPublic: N_("Une des cases cochées ne peut plus figurer ici : rechargez la page pour voir les autres."),
}
"""Said above the form, in which all that was typed stays."""

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    NoSuchPage: (
        404,
        N_("Cette page publique n'existe pas, ou rien n'y attend plus."),
        N_("Celles qui existent sont sous « Notre page »."),
    ),
    OtherPageAsked: (
        409,
        N_("La demande a changé entre-temps : ce que vous avez lu n'est plus ce qui attend."),
        N_("Rien n'est approuvé ni refusé. Rouvrez la demande et relisez-la."),
    ),
    OwnPage: (
        403,
        N_("Vous avez demandé cette page : une autre personne de l'administration l'approuve."),
        N_("Rien n'est changé : la demande attend toujours."),
    ),
}

REASONS = {
    RefusalReason.TITLE: N_("le nom ou les initiales"),
    RefusalReason.WAYS: N_("les moyens de joindre le service"),
    RefusalReason.CHOICE: N_("les sujets ou les entrées"),
    RefusalReason.TALK: N_("à voir ensemble"),
}
