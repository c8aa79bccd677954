"""What the operator has to mend, the gravest first, and the mail that tells administrators of it."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.orm import Session

from content.errors import N_
from models.ground import jobs
from models.ground.calendar import local_day, local_hour
from models.ground.settings import Settings
from models.ground.words import Words, words
from models.people import mail_schedule
from models.site import installation_state
from models.site.installation_state import Installation, Job, Machine, Running
from models.tables.jobs import Slot
from models.tables.mail import Mail, MailKind
from models.tables.people import Account

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


# ----------------------------------------------- the mail that tells administrators of something new that has to be men


LOOKED, TOLD = "health looked", "health told"
FIRST_HOUR = 7
"""Local hour before which nobody is written to."""


def make_due(db: Session, settings: Settings, at: datetime) -> int:
    """Make a mail due to each administrator if something is wrong that was not so when they were last told.

    Looks once an hour, from seven on; returns how many mails are new.
    """
    day = local_day(at, settings.timezone)
    first = local_hour(day, FIRST_HOUR, settings.timezone)
    if at < first or not jobs.take_slot(db, LOOKED, f"{at:%Y-%m-%dT%H}", at):
        return 0
    jobs.forget_slots(db, LOOKED, at - jobs.LEASE)
    signs = signs_of(raised(installation_state.look(db, settings, at), words("fr")))
    told = set(db.scalars(select(Slot.slot).where(Slot.kind == TOLD)))
    # What has gone away is news when it comes back.
    jobs.forget(db, TOLD, told - signs)
    written = db.scalar(select(Mail.id).where(Mail.kind == MailKind.HEALTH, Mail.slot == day.isoformat()).limit(1))
    # At most one mail a day, and none that says nothing new: mails that nag are not read.
    if written or signs <= told:
        return 0
    for sign in signs:
        jobs.take_slot(db, TOLD, sign, at)
    there = (Account.administrator, Account.closed_at.is_(None), Account.password_hash.is_not(None))
    administrators = db.scalars(select(Account.learner_key).where(*there)).all()
    return sum(mail_schedule.queue(db, key, MailKind.HEALTH, day.isoformat(), at) for key in administrators)
