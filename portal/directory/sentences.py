"""What people are told of each broken rule of the directory: what happened, what is kept, what to do."""

from content.problems import N_
from models.directory.answering import EnoughSaid, UnknownFact, UnknownVerdict
from models.directory.entries import UnknownEntry
from models.directory.proposals import NoSuchProposal, RightMissing
from models.directory.recommending import NotToRecommend
from models.directory.tool_tests import NotTestedYet, ToolTextTooLong
from models.directory.uploads import NoSuchUpload, UploadMoved
from models.workshop.entry_rereading import NoService, NothingToReread

SENTENCES: dict[type[Exception], tuple[int, str, str]] = {
    UnknownEntry: (404, N_("Cette entrée n'est pas dans le répertoire."), N_("Cherchez-la par ses mots.")),
    NotToRecommend: (
        409,
        N_("Cet outil ne s'imprime ni ne se copie encore : il demande un compte, ou on ne le sait pas."),
        N_("Un essai qui dit qu'il s'ouvre sans compte, ou l'avis sur la protection des données, lève la réserve."),
    ),
    ToolTextTooLong: (
        422,
        N_("Ce qui est écrit de cet outil est trop long."),
        N_("Rien n'est noté. Revenez en arrière, il y est encore : gardez l'essentiel."),
    ),
    NotTestedYet: (
        422,
        N_("Ce jour n'est pas encore passé, ou n'en est pas un."),
        N_("Rien n'est noté. Revenez en arrière et choisissez aujourd'hui ou un jour d'avant."),
    ),
    UnknownFact: (
        404,
        N_("Ce que vous aviez sous les yeux a été relu ou corrigé entre-temps."),
        N_("Rien n'est noté. Rouvrez l'entrée : elle dit ce qui vaut maintenant."),
    ),
    UnknownVerdict: (422, N_("Cela ne se dit pas d'une entrée."), N_("Rouvrez l'entrée : rien n'a été noté.")),
    EnoughSaid: (
        409,
        N_("Vous avez déjà répondu sur quatre points cette semaine : cela suffit, merci."),
        N_("Rien de plus n'est noté. Ce que vous avez dit peut encore se changer sur chaque entrée."),
    ),
    NoService: (
        422,
        N_("Dites quel service a relu, par exemple « Service emploi » : jamais une personne."),
        N_("Rien n'est publié. Revenez en arrière : la page est encore là."),
    ),
    NothingToReread: (
        404,
        N_("Ces points ont été relus ou corrigés entre-temps."),
        N_("Rien n'est publié. Rouvrez la liste : elle dit ce qui reste."),
    ),
    NoSuchUpload: (
        404,
        N_("Ce fichier n'est plus ici : son terme est passé, ou quelqu'un l'a retiré."),
        N_("Ce qui en a été publié reste. Apportez-le de nouveau pour le reste."),
    ),
    UploadMoved: (
        409,
        N_("Ce fichier n'en est plus à cette étape."),
        N_("Rien n'est changé. Rechargez sa page pour voir où il en est."),
    ),
    RightMissing: (
        409,
        N_("Rien ne dit que ces textes peuvent servir ici."),
        N_("Rien n'est accepté. Notez d'abord, sur la page du fichier, leur licence ou le droit obtenu."),
    ),
    NoSuchProposal: (404, N_("Ce fichier ne propose pas cette entrée."), N_("Rechargez sa page et choisissez-en une.")),
}
