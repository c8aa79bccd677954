"""What people are told of a picture that they ask for in vain."""

from content.problems import N_
from models.catalogue.pictures import NoPlaceForPicture, NoSuchPicture

NAMED: dict[type[Exception], tuple[int, str, str]] = {
    # The same for one that is not theirs to see: whether it exists is nobody else's business (RFC 9110, 15.5.5).
    NoSuchPicture: (404, N_("Cette image n'est pas ici."), N_("Rouvrez la page qui la montrait.")),
    NoPlaceForPicture: (
        409,
        N_("Le champ de cette image n'est plus là : le texte a changé entre-temps."),
        N_("Rien n'est perdu. Rouvrez le formulaire du texte, et mettez l'image dans le champ voulu."),
    ),
}
