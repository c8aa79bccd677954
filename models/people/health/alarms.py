"""What the operator has to mend, each thing once, with what to do; the gravest first, nothing while all is well.

Only what she can mend: what trainers have to do is on their own pages. docs/decisions/0027-operating.md
"""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from content.errors import N_
from models.ground.words import Words
from models.people.health.overview import Installation, Job, Machine, Running

JOBS = {
    Job.VISITS: N_("visites de sources"),
    Job.MAILS: N_("courriels"),
    Job.REPLAYS: N_("estimations à refaire"),
    Job.FIGURES: N_("chiffres du mois"),
}


class Alarm(NamedTuple):
    """One thing to mend, in the words of a language."""

    signs: frozenset[str]
    """What is wrong, each by a name that stays the same while it lasts."""
    clause: str
    """What is wrong, as part of a sentence."""
    remedy: str
    """What to do, in sentences that name the command, setting or page."""

    @property
    def sentence(self) -> str:
        """The clause as a sentence."""
        return f"{self.clause[:1].upper()}{self.clause[1:]}."


def raised(found: Installation, said: Words) -> list[Alarm]:
    """Return what has to be mended."""
    machine, running = found.machine, found.running
    first = []
    if not machine.matching:
        remedy = said.gettext(
            "La base en est à l'étape %(stands_at)s, le programme à l'étape %(expected)s : arrêtez portail et"
            " travailleur, puis « python -m portal upgrade ».",
            stands_at=machine.stands_at,
            expected=machine.expected,
        )
        first.append(_alarm("step", said.gettext("la base et le programme ne vont pas ensemble"), remedy))
    if running and running.unseen:
        remedy = said.gettext(
            "Ni visites, ni courriels, ni calculs ne se font : relancez « python -m watchers work » ou le service qui"
            " le tient, et lisez son journal."
        )
        first.append(_alarm("unseen", said.gettext("le travail de fond ne tourne pas"), remedy))
    work = [*_of_work(running, said), *_of_mails(running, said)] if running else []
    if running and (number := len(running.sources)):
        clause = said.ngettext("une source n'apporte rien", "%(num)s sources n'apportent rien", number)
        remedy = said.gettext("Pour chacune, il est dit plus bas qui peut y faire quelque chose.")
        work.append(Alarm(frozenset(f"source {one.source.id}" for one in running.sources), clause, remedy))
    return [*first, *_of_machine(machine, said), *work]


def _of_machine(machine: Machine, said: Words) -> Iterator[Alarm]:
    if machine.waiting is None:
        remedy = said.gettext("« python -m portal doctor » dit ce qui lui manque, et comment le remettre.")
        yield _alarm("queue", said.gettext("la file d'attente ne répond pas"), remedy)
    elif machine.crowded:
        remedy = said.gettext(
            "Plus de mille tâches y attendent : relancez « python -m watchers work » ; s'il tourne, lancez-en deux."
        )
        yield _alarm("crowd", said.gettext("la file d'attente ne se vide plus"), remedy)
    if machine.disk_low:
        remedy = said.gettext(
            "À côté de l'instance, il reste moins d'un gigaoctet de plus que ce que prendrait une copie de la base :"
            " faites de la place, ou gardez les copies moins longtemps (KEEP_COPIES)."
        )
        yield _alarm("disk", said.gettext("le disque est presque plein"), remedy)


def _of_work(running: Running, said: Words) -> Iterator[Alarm]:
    backup = running.backup
    if backup.late and backup.by_operator:
        remedy = said.gettext(
            "La dernière du dossier « backups » a plus de deux jours : relancez le minuteur boussole-backup ;"
            " « python -m portal backup » en fait une, ou dit ce qui l'empêche. Si vous copiez par d'autres moyens,"
            " ôtez du dossier celles qui y sont."
        )
        yield _alarm("backup", said.gettext("la sauvegarde de la nuit manque"), remedy)
    elif backup.late:
        remedy = said.gettext(
            "La dernière a plus de deux jours, ou n'a jamais été faite : « python -m portal backup » en fait une,"
            " ou dit ce qui l'empêche."
        )
        yield _alarm("backup", said.gettext("la sauvegarde de la nuit manque"), remedy)
    late = [job for job in Job if running.late[job] and not (job is Job.MAILS and running.refused)]
    if late:
        remedy = said.gettext(
            "En retard de plus d'une heure : %(what)s. Le journal du travail de fond dit pourquoi ; s'il est seulement"
            " trop lent, lancez un second « python -m watchers work ».",
            what=", ".join(said.gettext(JOBS[job]) for job in late),
        )
        clause = said.gettext("une partie du travail de fond est en retard")
        yield Alarm(frozenset(f"late {job}" for job in late), clause, remedy)
    if running.refit_died:
        remedy = said.gettext("Le jeu en vigueur le reste ; le journal du travail de fond dit pourquoi.")
        yield _alarm("refit died", said.gettext("le réajustement du modèle a échoué cette nuit"), remedy)


def _of_mails(running: Running, said: Words) -> Iterator[Alarm]:
    if running.refused:
        remedy = said.gettext(
            "Vérifiez SMTP_URL : la page « Envois » dit ce que le serveur a répondu. Ce qui attend encore partira"
            " ensuite."
        )
        # On the page at once; in a mail only if it lasts, for the day has one.
        signs = frozenset({"smtp"} if running.refused.lasting else ())
        yield Alarm(signs, said.gettext("le serveur de courrier ne prend pas nos courriels"), remedy)
    elif running.failed:
        remedy = said.gettext("La page « Envois » dit lesquels et pourquoi ; une adresse se corrige sous « Comptes ».")
        yield _alarm("failed", said.gettext("des courriels ne sont pas partis"), remedy)


def _alarm(sign: str, clause: str, remedy: str) -> Alarm:
    return Alarm(frozenset({sign}), clause, remedy)


def signs_of(alarms: Iterable[Alarm]) -> set[str]:
    """Return what is wrong, by name."""
    return set().union(*(one.signs for one in alarms))
