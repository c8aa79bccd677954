"""A rule change in a sentence, for pages and mails alike."""

from content.errors import N_
from content.rules import RuleState
from models.ground.words import date_in_words, typographic, words
from models.workshop.rule_changes.about import Stage
from models.workshop.rule_changes.telling import RuleChangeAsTold

VERIFYING = N_("Pourrait toucher « %(rule)s » : en vérification.")
LEFT = N_("Ce changement de « %(rule)s » n'a pas été retenu : rien ne change.")
UNDONE = N_("Un changement de « %(rule)s » avait été accepté ici ; il est retiré : la règle d'avant vaut.")
TO_COME = {
    RuleState.IN_FORCE: N_("Change la règle « %(rule)s » le %(day)s."),
    RuleState.SUSPENDED: N_("Suspend la règle « %(rule)s » à partir du %(day)s."),
    RuleState.CANCELLED: N_("Annule la règle « %(rule)s » à partir du %(day)s."),
}
IN_EFFECT = {
    RuleState.IN_FORCE: N_("A changé la règle « %(rule)s » le %(day)s."),
    RuleState.SUSPENDED: N_("A suspendu la règle « %(rule)s » le %(day)s."),
    RuleState.CANCELLED: N_("A annulé la règle « %(rule)s » le %(day)s."),
}
NO_DAY = {
    RuleState.ANNOUNCED: N_("Changement annoncé de « %(rule)s » : les réponses attendues restent les mêmes."),
    RuleState.ADOPTED: N_("Changement adopté de « %(rule)s », pas encore en vigueur : rien d'autre ne change."),
    RuleState.PUBLISHED: N_("Changement publié de « %(rule)s », pas encore en vigueur : rien d'autre ne change."),
}
ON_A_DAY = {
    RuleState.ANNOUNCED: N_("Changement annoncé de « %(rule)s » pour le %(day)s : rien d'autre ne change d'ici là."),
    RuleState.ADOPTED: N_("Changement adopté de « %(rule)s » pour le %(day)s : rien d'autre ne change d'ici là."),
    RuleState.PUBLISHED: N_("Changement publié de « %(rule)s » pour le %(day)s : rien d'autre ne change d'ici là."),
}
NOT_TOUCHED = N_("Ne touche pas : %(people)s")


def in_words(told: RuleChangeAsTold, language: str) -> str:
    """Return in a sentence what a change does to which rule, and when."""
    rule, day = typographic(told.name(language), language), told.change.holds_from
    return words(language).gettext(_sentence(told), rule=rule, day=date_in_words(day, language) if day else "")


def _sentence(told: RuleChangeAsTold) -> str:
    state = RuleState(told.change.state_to)
    match told.stage:
        case Stage.VERIFYING:
            return VERIFYING
        case Stage.REFUSED | Stage.WITHDRAWN:
            return LEFT
        case Stage.UNDONE:
            return UNDONE
        case _ if not told.switches:
            return (ON_A_DAY if told.change.holds_from else NO_DAY)[state]
        case Stage.TO_COME:
            return TO_COME[state]
        case _:
            return IN_EFFECT[state]


def not_touched(told: RuleChangeAsTold, language: str) -> str:
    """Return whom it does not touch, in trainers' words; empty where they wrote none."""
    people = told.change.untouched
    return words(language).gettext(NOT_TOUCHED, people=people) if people else ""
