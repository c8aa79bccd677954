"""What people are told of each broken rule and each failure; loaded at the first (portal/error_pages.py)."""

from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, OperationalError

from content.form.posted import MalformedForm
from content.marking import UnknownOption
from content.problems import N_, BrokenText
from models.catalogue.cards import UnknownCard
from models.catalogue.crisis import NoCrisisCard
from models.catalogue.documents import NoSuchVersion, UnknownModule
from models.catalogue.draft_reading import OtherId, QuestionTaken
from models.catalogue.drafts import DraftMoved, TextTooLong
from models.catalogue.translations import NoSuchLanguage
from models.catalogue.vignettes import UnknownVignette
from models.catalogue.votes import NotBlind
from models.catalogue.written import NoSuchWritten
from models.ground.links import BadLink
from models.ground.store import NoRoom
from models.news.tastes import BadSubject
from models.parameters import NoParametersInForce
from models.people.leaving import NoSuchLeaver
from models.people.mail.shown import NoSuchMail
from models.people.own_address import NoSuchOwnAddress
from models.people.passwords import NoSuchReset
from models.people.sessions import NoSuchSession
from models.sheet import UnknownQuestion
from models.study.answering import NoSuchPresentation
from models.study.belief_history import NoSuchSkill
from models.study.contesting import ContestedLately, NothingToAsk, TooFewNew
from models.study.history import NoSuchAnswer
from models.study.keepsakes import BadTarget, NoteChanged, NoteTooLong
from models.study.notices import NoSuchNotice
from models.study.objection import WithoutEstimation
from models.study.play.scenes import NoSuchPlay
from models.study.programmes import UnknownProgramme
from models.study.reports.about import NoSuchReport
from models.study.reports.inbox import AlreadySettled
from models.study.reports.telling import TooManyReports, WordTooLong
from models.study.situate import NoSuchDomain
from models.study.themes import NoSuchTheme
from models.topics import UnknownTopic
from models.watch.sources.own import TooManySources
from models.watch.sources.trials import NoSuchTrial, TooManyTrials
from models.watch.sources.watching import NoSuchSource, UnknownChange
from models.watch.stories.owners import NoSuchStory
from models.workshop.content_uploads import ContentUploadMoved, NoSuchContentUpload, TooManyPacks
from models.workshop.remarks import NoSuchRemark
from models.workshop.rereading import UnknownRule
from models.workshop.responsibility import NoTrainer
from models.workshop.reviewing import AlreadyDecided, CommentTooLong, NoSuchReview, NotHers, NotInvited, OwnText
from models.workshop.statistics.reading import NoSuchQuestion
from portal.access import InvisibleCharacter, SessionEnded
from portal.bodies import PACKS, QUESTIONS
from portal.dialogues.sentences import NAMED as OF_DIALOGUES
from portal.directory.sentences import SENTENCES as OF_DIRECTORY
from portal.meetings.sentences import NAMED as OF_MEETINGS
from portal.pictures.sentences import NAMED as OF_PICTURES
from portal.plain_letters.sentences import NAMED as OF_LETTERS
from portal.public_pages.sentences import NAMED as OF_PUBLIC_PAGES
from portal.rule_changes.sentences import NAMED as OF_RULE_CHANGES
from portal.training_records.sentences import NAMED as OF_TRAINING_RECORDS

FROM_HOME = N_("Reprenez depuis la page d'accueil : tout ce que vous avez répondu est gardé.")

IN_WORKSHOP = N_("Rouvrez-le dans l'atelier : il y est gardé, avec ce qu'il reste à corriger.")

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    UnknownTopic: (404, N_("Ce sujet n'est pas publié."), N_("Ils sont tous sous « Préparer l'entretien ».")),
    UnknownVignette: (404, N_("Cette vignette n'est plus là."), N_("Celles d'un module se trouvent sur sa page.")),
    UnknownProgramme: (404, N_("Ce parcours n'est pas proposé."), N_("Ceux qui le sont se trouvent sous « Modules ».")),
    UnknownQuestion: (
        404,
        N_("Aucune feuille ne commence par cette question."),
        N_("Une feuille vierge s'ouvre sous « La feuille »."),
    ),
    NoSuchWritten: (
        404,
        N_("Ce module n'a rien à écrire à cette adresse."),
        N_("Ce qu'il propose d'écrire est sur sa page, sous « Modules »."),
    ),
    UnknownModule: (404, N_("Ce module n'est pas publié."), FROM_HOME),
    NoSuchContentUpload: (
        404,
        N_("Ce que ce fichier apportait n'est plus ici : son terme est passé, ou quelqu'un l'a retiré."),
        N_("Ce qui en a été pris reste dans son brouillon. Apportez-le de nouveau pour le reste."),
    ),
    TooManyPacks: (
        409,
        N_("Trois paquets que vous avez apportés sont déjà ici."),
        N_("Rien n'est gardé de celui-ci. Reprenez ou retirez l'un des trois, sous « Échanger », puis apportez-le."),
    ),
    ContentUploadMoved: (
        409,
        N_("Ce fichier n'est pas encore lu, ou ne se lit pas."),
        N_("Rien n'en est pris. Rechargez sa page : elle dit où il en est."),
    ),
    UnknownRule: (
        404,
        N_("Cette règle n'existe pas, ou plus."),
        N_("Celles qui existent sont dans l'atelier, sous « Règles »."),
    ),
    NoSuchSkill: (404, N_("Cette compétence n'existe pas."), N_("Elles sont toutes autour de la boussole.")),
    NoCrisisCard: (
        404,
        N_("Aucune carte n'est encore écrite pour ce moment."),
        N_("En danger immédiat, appelez le 112."),
    ),
    UnknownCard: (
        404,
        N_("Cette carte n'est plus à cette adresse."),
        N_("Son titre a peut-être changé : cherchez-la par ses mots, en haut de la page."),
    ),
    NoSuchDomain: (404, N_("Ce domaine n'existe pas."), N_("Ils sont tous autour de la boussole.")),
    # 404 for what belongs to others, too: whether it exists is nobody else's business (RFC 9110, 15.5.5).
    WithoutEstimation: (
        409,
        N_("Vous apprenez sans estimation : rien n'est gardé de ce que vous apprenez."),
        N_("Tous les modules se jouent depuis « Modules ». « Mon compte » permet de reprendre avec estimation."),
    ),
    NoSuchPlay: (404, N_("Cette séance n'est pas la vôtre."), FROM_HOME),
    NoSuchPresentation: (404, N_("Cette question ne vous a pas été posée."), FROM_HOME),
    ContestedLately: (
        409,
        N_("Ces trois questions vous ont été posées il y a moins de deux semaines."),
        N_("Elles pourront l'être de nouveau ensuite ; en attendant, le module reste ouvert."),
    ),
    TooFewNew: (
        409,
        N_("Il ne reste pas trois questions nouvelles sur cette compétence."),
        N_("Vous avez déjà répondu aux autres : quelques révisions suffiront à le montrer."),
    ),
    NothingToAsk: (404, N_("Aucune question n'est publiée sur cette compétence."), FROM_HOME),
    UnknownOption: (422, N_("Cette réponse n'existe pas."), N_("Rouvrez la question : rien n'a été noté.")),
    BrokenText: (409, N_("Ce texte est encore à corriger."), IN_WORKSHOP),
    OtherId: (409, N_("Ce texte porte l'identifiant d'un autre."), IN_WORKSHOP),
    QuestionTaken: (409, N_("Une question de ce texte est dans un autre module."), IN_WORKSHOP),
    DraftMoved: (
        409,
        N_("Le texte a changé entre-temps : celui que vous avez lu n'est plus le dernier."),
        N_("Rien n'est publié ni remplacé. Revenez en arrière, rechargez la page et relisez ce qui a changé."),
    ),
    TextTooLong: (
        422,
        N_("Ce texte est trop long."),
        N_("Cinq cents kilo-octets au plus : partagez-le en plusieurs modules. Revenez en arrière : il y est encore."),
    ),
    MalformedForm: (
        400,
        N_("Ce formulaire n'est pas arrivé tel que nos pages l'envoient."),
        N_("Revenez en arrière et rechargez la page : votre dernier brouillon est gardé dans l'atelier."),
    ),
    NoSuchVersion: (404, N_("Cette version n'existe pas."), N_("Elles sont toutes sur la page des versions.")),
    NoSuchReview: (404, N_("Cette relecture n'existe pas."), N_("Celles qui vous attendent sont dans l'atelier.")),
    NoSuchRemark: (
        404,
        N_("Cette remarque n'existe pas."),
        N_("Celles de votre texte sont à côté de lui, dans l'atelier."),
    ),
    OwnText: (
        403,
        N_("C'est votre propre texte : une autre personne de l'équipe de formation doit le relire."),
        N_("Rien n'est changé. Invitez quelqu'un à le lire depuis l'atelier."),
    ),
    NotInvited: (
        403,
        N_("Quelqu'un d'autre a été invité à relire ce texte."),
        N_("Rien n'est changé. Vous pouvez laisser des remarques ; la personne invitée décide."),
    ),
    NotHers: (
        403,
        N_("Quelqu'un d'autre a demandé cette relecture."),
        N_("Rien n'est changé. Vous pouvez le rendre, avec vos remarques."),
    ),
    AlreadyDecided: (
        409,
        N_("Cette relecture est déjà terminée."),
        N_("Revenez en arrière si vous voulez reprendre ce que vous avez écrit, puis rechargez la page."),
    ),
    CommentTooLong: (
        422,
        N_("Cette remarque est trop longue."),
        N_("Deux mille caractères au plus. Revenez en arrière : ce que vous avez écrit y est encore."),
    ),
    NoTrainer: (
        422,
        N_("Cette personne ne fait plus partie de l'équipe de formation."),
        N_("Rien n'est changé. Revenez en arrière et choisissez quelqu'un d'autre."),
    ),
    NoSuchStory: (404, N_("Cette actualité n'est plus là."), N_("Les actualités restent affichées deux semaines.")),
    NoSuchReset: (
        410,
        N_("Ce lien a servi, ou son heure est passée."),
        N_("Demandez-en un autre depuis la page d'entrée ; votre mot de passe n'a pas changé."),
    ),
    NoSuchOwnAddress: (
        410,
        N_("Ce lien ne confirme plus d'adresse."),
        N_("Une autre a été donnée depuis, ou la semaine est passée : donnez-la de nouveau sous « Mon compte »."),
    ),
    NoSuchLeaver: (
        410,
        N_("Ce lien ne mène plus à rien."),
        N_("Le compte est rouvert, ou tout ce que Boussole en gardait est effacé."),
    ),
    NoSuchSession: (404, N_("Cette session est déjà terminée."), FROM_HOME),
    NoSuchTheme: (
        404,
        N_("Ce thème n'est pas suivi, ou cette adresse n'existe plus."),
        N_("Les vôtres sont sous « Mes thèmes »."),
    ),
    BadSubject: (
        404,
        N_("Ce genre d'actualités n'existe pas."),
        N_("Les actualités de ces deux semaines sont sous « Actualité »."),
    ),
    UnknownChange: (404, N_("Cette page n'existe pas."), FROM_HOME),
    NoSuchSource: (404, N_("Cette source n'est pas suivie."), FROM_HOME),
    NoSuchTrial: (404, N_("Vous n'avez pas demandé cet essai, ou il est oublié."), FROM_HOME),
    TooManySources: (
        409,
        N_("Vous suivez déjà vingt flux à vous."),
        N_("Rien n'est changé. Retirez-en un sous « Mes sources » pour en ajouter un autre."),
    ),
    TooManyTrials: (
        429,
        N_("Vous avez déjà fait essayer beaucoup d'adresses aujourd'hui."),
        N_("Boussole ménage les sites qu'elle visite. Les essais reprennent demain."),
    ),
    NoSuchMail: (404, N_("Ce courriel n'est pas le vôtre."), N_("Les vôtres sont sous « Courriels ».")),
    NoSuchAnswer: (404, N_("Cette réponse n'est pas la vôtre."), FROM_HOME),
    BadTarget: (404, N_("Cela ne peut pas être gardé."), FROM_HOME),
    NoteTooLong: (
        422,
        N_("Cette note est trop longue."),
        N_("Dix mille caractères au plus. Revenez en arrière : ce que vous avez écrit y est encore."),
    ),
    NoteChanged: (
        409,
        N_("Cette note a changé entre-temps, dans une autre fenêtre."),
        N_("Revenez en arrière, copiez ce que vous avez écrit, rechargez la page et complétez la note."),
    ),
    NoSuchReport: (404, N_("Ce signalement n'est pas le vôtre."), N_("Les vôtres sont sous « Mes signalements ».")),
    NoSuchNotice: (404, N_("Ce message ne vous est pas adressé."), FROM_HOME),
    TooManyReports: (
        429,
        N_("Vous avez déjà beaucoup signalé aujourd'hui."),
        N_("Tout ce que vous avez signalé est gardé et sera lu. Le prochain signalement passera dès demain."),
    ),
    AlreadySettled: (
        409,
        N_("Ce signalement a déjà sa réponse, ou a été retiré."),
        N_("Revenez en arrière si vous voulez reprendre ce que vous avez écrit, puis rechargez la liste."),
    ),
    WordTooLong: (
        422,
        N_("Votre mot d'explication est trop long."),
        N_("Votre signalement est gardé sans lui. Revenez en arrière : ce que vous avez écrit y est encore."),
    ),
    NotBlind: (
        409,
        N_("Cette question n'attend plus votre avis."),
        N_("Vous y avez déjà répondu, ou elle vient d'être validée ou réécrite. Les autres sont sous « À valider »."),
    ),
    NoSuchQuestion: (
        404,
        N_("Cette question n'est pas publiée."),
        N_("Celles qui le sont ont leurs chiffres sous « Questions mesurées », dans l'atelier."),
    ),
    NoSuchLanguage: (
        404,
        N_("Ce module ne s'écrit pas dans cette langue."),
        N_("Les traductions possibles sont toutes sous « Traductions », dans l'atelier."),
    ),
    # One page for forged, expired and used links: which of them it is would help only whoever forges one.
    BadLink: (
        410,
        N_("Ce lien n'est plus valable."),
        N_("Il a expiré ou il est incomplet : ouvrez le portail lui-même."),
    ),
    # Flask-WTF makes it a BadRequest; Flask takes the handler of the nearest class, so this page comes first.
    CSRFError: (
        400,
        N_("Cette page était ouverte depuis trop longtemps."),
        N_("Rien n'est enregistré : rouvrez-la, en vous connectant s'il le faut, et envoyez de nouveau."),
    ),
    SessionEnded: (
        403,
        N_("Votre session est terminée."),
        N_("Rien n'est enregistré : rouvrez la page, en vous connectant, et envoyez de nouveau."),
    ),
    InvisibleCharacter: (
        400,
        N_("Ce que vous avez envoyé contient un caractère invisible, qui ne peut pas être gardé."),
        N_("Revenez en arrière : ce que vous avez écrit y est encore. Récrivez-y à la main ce que vous aviez collé."),
    ),
    NoParametersInForce: (503, N_("Le portail n'est pas encore installé."), N_("Lancez « make run » une fois.")),
    NoRoom: (
        503,
        N_("Le portail n'a plus de place où écrire."),
        N_(
            "Ce qui était enregistré est gardé, et se lit toujours ; ce que vous venez d'envoyer ne l'est pas encore."
            " Revenez en arrière pour l'envoyer de nouveau, une fois que l'administration aura fait de la place."
        ),
    ),
    DataError: (
        422,
        N_("Ce que vous avez envoyé est trop long, ou ne peut pas être enregistré."),
        N_("Rien n'est changé. Revenez en arrière : ce que vous avez écrit y est encore. Raccourcissez-le."),
    ),
    OperationalError: (
        503,
        N_("La base de données ne répond pas."),
        N_("Ce qui était enregistré est gardé. Réessayez dans une minute."),
    ),
    **OF_DIRECTORY,
    **OF_PUBLIC_PAGES,
    **OF_RULE_CHANGES,
    **OF_TRAINING_RECORDS,
    **OF_MEETINGS,
    **OF_DIALOGUES,
    **OF_LETTERS,
    **OF_PICTURES,
}
"""Exception → status, what happened, what is kept or what to do."""

BY_STATUS: dict[int, tuple[str, str]] = {
    403: (N_("Cette page est réservée."), N_("Votre compte n'y donne pas accès.")),
    404: (N_("Cette page n'existe pas."), N_("L'adresse a peut-être changé.")),
    413: (N_("C'est trop long pour être envoyé."), N_("Revenez en arrière : ce que vous avez écrit y est encore.")),
    500: (
        N_("Quelque chose a mal tourné de notre côté."),
        N_("Ce qui était enregistré est gardé ; l'erreur est notée."),
    ),
}
TOO_LARGE_A_FILE: dict[str, tuple[str, str]] = {
    PACKS: (
        N_("Ce paquet est trop grand pour être apporté par cette page : partagez-le en plusieurs."),
        N_("Vingt mégaoctets au plus ; rien n'en est gardé."),
    ),
    QUESTIONS: (
        N_("Ce fichier est trop grand pour être apporté par cette page : exportez-y moins de questions à la fois."),
        N_("Huit mégaoctets au plus ; rien n'en est gardé."),
    ),
}
OTHERWISE = (N_("La demande n'a pas abouti."), FROM_HOME)
