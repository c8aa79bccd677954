"""What goes wrong with changes of rules, and with what is drawn from stories."""

from content.problems import N_
from models.workshop.drafted_questions import NoSuchDraftedQuestion, NoSuchGap
from models.workshop.interview import InterviewTooLong
from models.workshop.rule_changes.about import (
    ChangeDecided,
    NoSuchRuleChange,
    NotAsked,
    NotHerChange,
    NothingToUndo,
    OwnChange,
)
from models.workshop.rule_changes.for_the_day import NeverMarked, OwnWriting, TooLate
from models.workshop.rule_changes.occasion import NothingToCite, PersonalStory
from models.workshop.rule_changes.proposing import RuleMoved
from models.workshop.rule_changes.undoing import LaterChange

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    NoSuchRuleChange: (
        404,
        N_("Ce changement de règle n'existe pas."),
        N_("Ils sont tous sous « Changements de règle », dans l'atelier."),
    ),
    OwnChange: (
        403,
        N_("C'est votre propre proposition : une autre personne doit en décider."),
        N_("Rien n'est changé. Vous pouvez la retirer, ou en donner l'adresse à qui décidera."),
    ),
    NotAsked: (
        403,
        N_("Quelqu'un d'autre a été invité à décider de ce changement."),
        N_("Rien n'est changé. Cette personne le trouve dans l'atelier."),
    ),
    NotHerChange: (
        403,
        N_("Quelqu'un d'autre a proposé ce changement."),
        N_("Rien n'est changé. Vous pouvez l'accepter ou le refuser."),
    ),
    ChangeDecided: (
        409,
        N_("Ce changement a déjà été décidé."),
        N_("Rechargez la page pour voir ce qu'il est devenu."),
    ),
    NothingToUndo: (
        409,
        N_("Ce changement n'est pas accepté, ou il est déjà annulé."),
        N_("Rechargez la page pour voir ce qu'il est devenu."),
    ),
    LaterChange: (
        409,
        N_("Un changement plus récent de la même règle est en vigueur."),
        N_("Rien n'est annulé. Annulez d'abord le plus récent, puis celui-ci."),
    ),
    RuleMoved: (
        409,
        N_("La règle n'est plus dans l'état d'où part ce changement."),
        N_("Rien n'est accepté. Refusez cette proposition et refaites-la depuis l'actualité."),
    ),
    NeverMarked: (
        409,
        N_("Ce qui est annoncé, adopté ou publié ne change aucune réponse attendue."),
        N_("Il n'y a pas de texte à préparer avant que la règle change vraiment."),
    ),
    TooLate: (
        409,
        N_("Ce changement a déjà pris effet, ou il a pris fin."),
        N_("Rien n'est gardé. Corrigez le module dans l'atelier ; revenez en arrière pour reprendre votre texte."),
    ),
    OwnWriting: (
        403,
        N_("C'est votre propre texte : une autre personne doit le relire."),
        N_("Rien n'est changé. Le texte est gardé."),
    ),
    PersonalStory: (
        403,
        N_("Cette actualité vient d'une source personnelle."),
        N_("Rien n'en est tiré pour les autres. Demandez à l'administration de suivre la source pour tout le monde."),
    ),
    NothingToCite: (
        409,
        N_("Aucune phrase de cette actualité ne peut être citée."),
        N_("Ses sources ne permettent d'en montrer que le titre : écrivez la question dans l'atelier."),
    ),
    NoSuchGap: (404, N_("Cette question ne peut plus être proposée."), N_("Rouvrez l'actualité et choisissez-en une.")),
    NoSuchDraftedQuestion: (
        404,
        N_("Cette question n'a pas été tirée d'une actualité."),
        N_("Les brouillons sont dans l'atelier."),
    ),
    InterviewTooLong: (
        422,
        N_("« En entretien » tient en quatre cents caractères."),
        N_("Rien n'est changé. Revenez en arrière : ce que vous avez écrit y est encore."),
    ),
}
"""Exception → status, what happened, what is kept or what to do."""
