from models.language.rewriting import invented

SOURCE = """Le Forem ouvre 1.200 places à Charleroi dès le 12 mars, annonce Claire Mathonet.
Le budget augmente de 3,5 % et atteint deux millions d'euros ; Paul Renson dirige l'Office national de l'emploi.
La prime reste de 500 euros pendant six mois."""


def test_what_the_source_has_in_another_order_or_writing_is_not_invented() -> None:
    for told in [
        "Le Forem ouvre 1 200 places à Charleroi.",
        "À Charleroi, Claire Mathonet annonce 1200 places dès le 12 mars.",
        *("Le budget du Forem augmente de 3.5 %, dit Mathonet.", "Pendant six mois, la prime reste de 500 €."),
        *("L’Office national de l’emploi est dirigé par Paul Renson.", "Cette année, rien ne change pour la prime."),
    ]:
        assert invented(told, SOURCE) == ()


def test_a_name_a_number_or_a_month_that_the_source_does_not_have_is_named() -> None:
    for told, expected in [
        ("Le Forem ouvre 1.300 places à Charleroi.", ("1300",)),
        ("Le Forem ouvre 1.200 places à Liège.", ("Liège",)),
        ("Claire Renson dirige l'Office national de l'emploi.", ("Claire Renson",)),
        ("Actiris ouvre des places à Charleroi.", ("Actiris",)),
        ("La prime augmente de 500 %.", ("500 %",)),
        ("La prime dure huit mois.", ("huit",)),
        ("Le guichet ouvre en avril.", ("avril",)),
        ("Trois millions d'euros vont au Forem.", ("Trois", "trois")),
        ("Le ministre Jean Dupont l'annonce avec l'ONEM.", ("Jean Dupont", "ONEM")),
    ]:
        assert invented(told, SOURCE) == expected
