"""What is said of a training record that cannot be made, or be vouched for."""

from content.problems import N_
from models.study.training_records.record import (
    AlteredRecord,
    BadRecord,
    MalformedRecord,
    NothingChosen,
    TooManyModules,
    UnknownRecordKey,
)

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    NothingChosen: (
        422,
        N_("Un relevé dit au moins un module."),
        N_("Revenez en arrière et cochez ce qu'il doit dire. Rien n'a été signé."),
    ),
    TooManyModules: (
        422,
        N_("Un relevé dit quarante modules au plus."),
        N_("Revenez en arrière et choisissez une période plus courte : vous pouvez en faire plusieurs."),
    ),
}

REFUSED: dict[type[BadRecord], tuple[str, str]] = {
    MalformedRecord: (
        N_("Ces signes ne forment pas un relevé."),
        N_("Il en manque, ou il y en a d'autres que sur le papier : scannez le code, ou recopiez toutes ses lignes."),
    ),
    UnknownRecordKey: (
        N_("Aucune clé de cette maison n'a signé ce relevé."),
        N_("Il vient d'ailleurs, ou n'est pas un vrai relevé : voyez sur le papier à quelle adresse il se vérifie."),
    ),
    AlteredRecord: (
        N_("Ce relevé a été modifié depuis sa signature."),
        N_("Ce qu'il dit n'est pas garanti. Demandez-en un nouveau à la personne."),
    ),
}
"""Of a code that is given to be verified: what is wrong, and what to do."""
