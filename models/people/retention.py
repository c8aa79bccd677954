"""How long everything is kept: the one table of it, which pages show, and the forgetting that makes it true.

What a house sets comes from `settings.terms`, the rest from the constants of each noun.
"""

from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy.orm import Session

from content.errors import N_
from models.catalogue import pictures, uploads
from models.community import circles, meetings, plain_letters
from models.directory import tool_tests, use_and_answers
from models.ground import backups, counts
from models.ground.calendar import local_day
from models.ground.environment import Terms
from models.ground.settings import Settings
from models.ground.words import Words
from models.learning import proposals, reports
from models.news.sources import page_changes, trials
from models.news.stories import forgetting
from models.people import erasing, mail_sending, passwords, sessions
from models.people.messages import OUTBOX

HERS = N_("jusqu'à ce que vous l'effaciez")
HEADINGS = (N_("Quoi"), N_("Combien de temps"), N_("Pour quoi"), N_("Réglage"))
NOBODY = N_("sans terme : rien n'y parle d'une personne")


class KeptThing(NamedTuple):
    """Something that is kept: where, until when, what for; `days` gives the period that `until` names, if any."""

    what: str
    why: str
    tables: tuple[str, ...]
    """Tables, or folders and files of the instance."""
    until: str = ""
    days: timedelta | None = None
    setting: str = ""
    """The variable by which a house sets it."""


class RetentionRow(NamedTuple):
    """A row of the table, in the words of a language."""

    what: str
    how_long: str
    why: str
    setting: str


def kept_things(terms: Terms) -> tuple[KeptThing, ...]:
    """Return all that is kept, what is most one's own first."""
    return (*_of_her_own(terms), *_of_her_account(terms), *_of_the_house(terms))


def _of_her_own(terms: Terms) -> tuple[KeptThing, ...]:
    return (
        KeptThing(
            N_("Vos réponses, ce que Boussole en estime, vos séances"),
            N_("choisir ce qui vient ensuite, et vous montrer le chemin fait"),
            ("answer", "annulment", "presentation", "play", "mastery", "ability", "due_check", "notice"),
            HERS,
        ),
        KeptThing(
            N_("Vos notes et signets, thèmes, mots écartés, refus, congés, rythme et avis de terrain"),
            N_("faire ce que vous avez demandé"),
            (
                *("keepsake", "theme", "muted_word", "less_of", "refusal", "pause", "goal", "vote", "topic_vote"),
                "rule_change_reading",
            ),
            HERS,
        ),
        KeptThing(
            N_("Ce que vous avez dit de ce qu'il y avait à essayer"),
            N_("savoir quand ne plus vous le demander ; rien d'autre n'en dépend"),
            ("follow_up",),
            HERS,
        ),
        KeptThing(
            N_("Ce que vous avez dit, dans une semaine, d'un fait du répertoire ou d'un outil"),
            N_("savoir ce qui est à revérifier ; seul un nombre en est lu, et personne ne voit qui l'a dit"),
            ("fact_answer", "tool_opinion"),
            days=use_and_answers.KEPT,
        ),
        KeptThing(
            N_("Ce que vous avez compté de bulletins sans nom, par semaine"),
            N_("vous le montrer, à vous et à personne d'autre ; rien d'autre n'en dépend"),
            ("slip_week",),
            HERS,
        ),
        KeptThing(
            N_("Vos lettres : ce qu'elles citent, ni à qui, ni ce que vous y avez écrit"),
            N_("montrer leur page, et vous dire que le papier est à refaire"),
            ("plain_letter",),
            days=plain_letters.SHOWN,
        ),
        KeptThing(
            N_("Les parcours que vous avez commencés"),
            N_("vous dire où vous en êtes, et à personne d'autre ; arrêter un parcours l'efface"),
            ("programme_following",),
            HERS,
        ),
        KeptThing(
            N_("Les textes que vous avez marqués comme lus"),
            N_("vous montrer ce qui a changé depuis"),
            ("read_mark",),
            HERS,
        ),
        KeptThing(
            N_("Les cercles auxquels vous prenez part"),
            N_("les lire et les emporter jusqu'à la prochaine version, qui les efface ; aucune réponse n'y est gardée"),
            ("circle", "circle_member"),
            N_("jusqu'à ce que vous en sortiez ; %(period)s après la fin du cercle"),
            circles.KEPT,
        ),
        KeptThing(
            N_("Les propositions qui vous ont été faites, et ce dont elles dépendaient"),
            N_("pouvoir les expliquer ; la dernière reste, pour reconnaître un retour d'absence"),
            ("proposal",),
            days=proposals.KEPT,
        ),
        KeptThing(
            N_("Les actualités que vous avez ouvertes"),
            N_("vous dire si leur source les rectifie"),
            ("story_reading", "story_question", "correction_told"),
            days=forgetting.READINGS_KEPT,
        ),
        KeptThing(
            N_("Vos signalements ; votre mot et la réponse"),
            N_("corriger ce que vous avez vu ; le signalement seul reste ensuite, jusqu'à ce que vous l'effaciez"),
            ("report",),
            N_("%(period)s après la réponse"),
            reports.WORDS_KEPT,
        ),
        KeptThing(
            N_("Les sites que vous avez essayés"),
            N_("vous montrer ce qu'on y trouve"),
            ("trial",),
            days=trials.KEPT,
        ),
        KeptThing(
            N_("Ce que disent vos courriels"),
            N_("vous le montrer sous « Courriels »"),
            ("mail", OUTBOX),
            days=terms.mails,
            setting="KEEP_MAILS",
        ),
        KeptThing(
            N_("Le jour et l'objet de vos courriels"),
            N_("ne pas vous dire deux fois la même chose"),
            ("mail",),
            days=max(terms.mails, mail_sending.ROWS_KEPT),
        ),
    )


def _of_her_account(terms: Terms) -> tuple[KeptThing, ...]:
    return (
        KeptThing(
            N_("Votre compte : nom, adresse, langue, rôles"),
            N_("vous laisser entrer et vous écrire"),
            ("account", "learner"),
            HERS,
        ),
        KeptThing(
            N_("L'adresse à vous que vous avez donnée, et le lien d'un compte fermé, sous une empreinte"),
            N_("vous écrire quand vous aurez quitté la maison"),
            ("own_address", "leaving_link"),
            N_("jusqu'à ce que vous la retiriez, ou effaciez votre compte"),
        ),
        KeptThing(
            N_("Le code demandé après le mot de passe, les codes de secours, le lien avec l'annuaire de la maison"),
            N_("vous reconnaître à l'entrée"),
            ("second_factor", "recovery_code", "identity"),
            N_("jusqu'à ce que vous y renonciez, ou effaciez votre compte"),
        ),
        KeptThing(
            N_("Un compte fermé, avec tout ce qui précède"),
            N_("vous laisser revenir, ou emporter ce qui est à vous"),
            ("account",),
            N_("%(period)s après sa fermeture"),
            terms.leavers,
            "KEEP_LEAVERS",
        ),
        KeptThing(
            N_("Vos sessions terminées"),
            N_("reconnaître un appareil qui n'est pas le vôtre"),
            ("session",),
            N_("%(period)s après leur fin"),
            terms.sessions,
            "KEEP_SESSIONS",
        ),
        KeptThing(
            N_("Les essais de connexion manqués, sous une empreinte"),
            N_("ralentir qui devine des mots de passe"),
            ("sign_in_attempt",),
            N_("un jour, deux au plus"),
        ),
        KeptThing(
            N_("Un lien pour revenir, sous une empreinte"),
            N_("choisir un nouveau mot de passe"),
            ("password_reset",),
            N_("une heure ; effacé le lendemain"),
        ),
        KeptThing(
            N_("L'effacement d'un compte, sous une empreinte qui ne nomme personne"),
            N_("refaire l'effacement si une sauvegarde devait servir"),
            ("erasure", "erased"),
            N_("autant que les sauvegardes, et un jour"),
        ),
    )


def _of_the_house(terms: Terms) -> tuple[KeptThing, ...]:
    return (
        KeptThing(
            N_("Les sauvegardes de la base"),
            N_("remettre le portail debout après une panne ; la dernière reste tant qu'aucune autre n'a pu se faire"),
            (backups.FOLDER,),
            days=terms.copies,
            setting="KEEP_COPIES",
        ),
        KeptThing(
            N_("Le journal de ce qui est fait aux modules, aux règles, aux sources et aux comptes"),
            N_("savoir qui a décidé quoi"),
            ("audit", "audit_party", "audit_head", "audit_checkpoint"),
            days=terms.audit,
            setting="KEEP_AUDIT",
        ),
        KeptThing(
            N_("Ce qui est écrit et décidé pour tout le monde : modules, relectures, règles, autorisations"),
            N_("que d'autres apprennent ; votre compte effacé, il n'en reste qu'une clé qui ne mène à personne"),
            (
                *("document", "draft_aside", "version", "withholding", "attestation", "review", "review_comment"),
                *("rule_change", "rule_change_text", "interview_word", "drafted_question"),
                *("responsibility", "permission", "promotion", "house_text"),
                *("tool_test", "tool_statement", "publisher_licence", "publisher_mapping"),
            ),
            N_("sans terme, mais sans vous une fois votre compte effacé"),
        ),
        KeptThing(
            N_("Les textes de la presse et des sites suivis ; titres et adresses restent"),
            N_("les résumer"),
            ("article", "story", "story_skill", "correction", "source", "source_change"),
            days=forgetting.TEXT_KEPT,
        ),
        KeptThing(
            N_("Les chiffres des questions et de toute la maison, les réglages du modèle"),
            N_("voir quelles questions sont mauvaises, et estimer juste"),
            ("question_figures", "house_figure", "parameter_set"),
            NOBODY,
        ),
        KeptThing(
            N_("Un fichier de services apporté pour le répertoire, et ce qu'il propose"),
            N_("le lire, le montrer, en publier ce qui est accepté"),
            ("upload", "entry_proposal"),
            days=uploads.KEPT,
        ),
        KeptThing(
            N_("Les images des textes ; une image retirée disparaît aussitôt, et ne reste que dans les copies"),
            N_("les montrer à qui peut lire ces textes"),
            ("picture", "published_picture"),
            N_("tant qu'un texte les montre, sinon %(period)s ; d'une image retirée reste de quoi la reconnaître"),
            pictures.UNNAMED_KEPT,
        ),
        KeptThing(
            N_("Un fichier apporté à l'atelier : une image, des questions, un paquet"),
            N_("le lire, le montrer, en reprendre ce qui est choisi"),
            ("upload",),
            days=uploads.KEPT,
        ),
        KeptThing(
            N_("Les clés qui signent les relevés de formation ; aucun relevé n'est gardé"),
            N_("reconnaître un relevé, même ancien"),
            ("training_record_key",),
            NOBODY,
        ),
        KeptThing(
            N_("Les pages publiques : ce qu'elles disent de l'équipe, ou de vous par vos initiales"),
            N_("les montrer à qui en a l'adresse ; ni qui les ouvre, ni combien de fois"),
            ("public_page",),
            N_("jusqu'à l'effacement du compte ; celle d'une équipe, sans terme"),
        ),
        KeptThing(
            N_("Les ateliers, rencontres en ligne et dates de cercles"),
            N_("les annoncer, et dire aux agendas ce qui a bougé ; ni qui s'inscrit, ni qui vient"),
            ("meeting",),
            N_("%(period)s après leur fin"),
            meetings.KEPT,
        ),
        KeptThing(
            N_("Le nombre de fois où une entrée du répertoire a servi, où rien n'y a été trouvé, par semaine"),
            N_("relire d'abord ce qui sert et dont on doute ; ni qui, ni les mots cherchés"),
            ("week_count",),
            days=counts.WEEKS_KEPT,
        ),
        KeptThing(
            N_("Le nombre de fois où rien n'a été trouvé avant un entretien, par semaine et par domaine"),
            N_("écrire ce qui manque ; ni les mots cherchés, ni qui les a cherchés"),
            ("week_count",),
            days=counts.WEEKS_KEPT,
        ),
        KeptThing(
            N_("Par heure, ce que la maison fait elle-même : visites, échecs, file d'attente"),
            N_("voir ce qui attend ou échoue ; rien n'y vient de ce que fait une personne"),
            ("hourly_count",),
            days=counts.HOURS_KEPT,
        ),
        KeptThing(
            N_("Ce qui fait marcher le portail : index de recherche, sites suivis, tours de l'horloge, file d'attente"),
            N_("trouver, visiter, ne rien faire deux fois"),
            (
                *("search_entry", "search_word", "nearness", "published_question", "host", "slot", "revision"),
                *("listed_entry", "entry_plain", "listed_fact", "entry_tie"),
                "fact_rereading",
                *("queue.sqlite3", "encoder", "secret_key"),
            ),
            NOBODY,
        ),
        KeptThing(
            N_("Le journal technique du serveur"),
            N_("réparer une panne ; Boussole n'y écrit ni adresse ni réponse, et ne le garde pas lui-même"),
            (),
            N_("selon qui exploite le serveur"),
        ),
    )


def table(terms: Terms, said: Words) -> list[RetentionRow]:
    """Return what is kept, how long and why, in the words of a language."""
    rows = []
    for one in kept_things(terms):
        lasting = said.days(one.days) if one.days else ""
        how_long = said.gettext(one.until, period=lasting) if one.until else lasting
        rows.append(RetentionRow(said.gettext(one.what), how_long, said.gettext(one.why), one.setting))
    return rows


def in_markdown(terms: Terms, said: Words) -> str:
    """Return the table as a document shows it, with the variable by which each term is set."""
    cells = [
        tuple(map(said.gettext, HEADINGS)),
        ("---",) * len(HEADINGS),
        *((row.what, row.how_long, row.why, row.setting and f"`{row.setting}`") for row in table(terms, said)),
    ]
    return "\n".join(f"| {' | '.join(row)} |" for row in cells)


# ----------------------------------------------------------------------------------------------------------- forgetting


def forget_old(db: Session, settings: Settings, at: datetime) -> None:
    """Forget, in the database, what has had its term."""
    for forget in (
        *(forgetting.forget_texts, forgetting.forget_readings, page_changes.forget_old, trials.forget_old),
        *(counts.forget_old_weeks, uploads.forget_old, counts.forget_old_hours, pictures.forget_unnamed),
        *(use_and_answers.forget_old, tool_tests.forget_old, plain_letters.forget_old, meetings.forget_old),
        *(circles.forget_old, proposals.forget_old, reports.forget_words, mail_sending.forget_farewells),
        *(passwords.forget_old_attempts, passwords.forget_old),
    ):
        forget(db, at)
    sessions.forget_old(db, at, settings.terms.sessions)
    mail_sending.forget_texts(db, at, settings.terms.mails)
    erasing.forget_old(db, settings, at)


def forget_files(settings: Settings, at: datetime) -> None:
    """Delete, in the instance, the copies and the mails that have had their term."""
    day = local_day(at, settings.timezone)
    backups.thin(settings.instance, day, settings.terms.copies)
    # By the day in their names: see watchers/smtp.py.
    for path in (settings.instance / OUTBOX).glob("????-??-??-*"):
        if path.name < (day - settings.terms.mails).isoformat():
            path.unlink(missing_ok=True)
