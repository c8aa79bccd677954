from models.language.standalone import stands_alone


def test_a_statement_that_names_what_it_is_about_stands_alone() -> None:
    for language, sentence in [
        ("fr", "Le Forem ouvre trois cents places de formation à Charleroi."),
        ("fr", "Ce lundi, Actiris publie la liste des métiers en pénurie."),
        ("fr", "« Le chômage baisse à Bruxelles », selon la directrice d'Actiris."),
        ("fr", "Selon le Forem, la demande de soudeurs reste forte."),
        ("nl", "Het ministerie verhoogt de premie voor jonge werkzoekenden."),
        ("nl", "Deze week opent de VDAB een nieuw kantoor in Aalst."),
        ("nl", "De eerste minister bezocht maandag de werkwinkel van Gent."),
        ("en", "The employment service opens three hundred training places."),
        ("en", "This week the service publishes its list of shortage jobs."),
    ]:
        assert stands_alone(sentence, language)


def test_a_sentence_that_leans_on_what_precedes_does_not() -> None:
    for language, sentence in [
        ("fr", "Il ouvre trois cents places de formation à Charleroi."),
        ("fr", "Mais le Forem ouvre trois cents places de formation."),
        ("fr", "Ce dernier ouvre trois cents places de formation à Charleroi."),
        ("fr", "« C'est une bonne nouvelle pour la région », dit le ministre."),
        ("fr", "C’est une bonne nouvelle pour les demandeurs d'emploi."),
        ("fr", "La région avance, a-t-elle ajouté devant les partenaires."),
        ("fr", "Dans ce cadre, le Forem ouvre trois cents places."),
        ("nl", "Hij opent een nieuw kantoor van de VDAB in Aalst."),
        ("nl", "Daarnaast verhoogt het ministerie de premie voor jongeren."),
        ("nl", "Het gaat om een nieuwe premie voor jonge werkzoekenden."),
        ("en", "However, the service publishes a list of shortage jobs."),
        ("en", "They publish a list of shortage jobs every single year."),
    ]:
        assert not stands_alone(sentence, language)


def test_questions_fragments_open_quotations_truncated_lines_and_page_furniture_do_not() -> None:
    for sentence in [
        "Le Forem ouvre-t-on trois cents places de formation ?",
        "Trois cents places de formation.",
        "Accueil Actualités Emploi Formation Contact Mon espace",
        "La ministre dit que « le chômage baisse depuis un an.",
        'La ministre dit que "le chômage baisse depuis un an.',
        "Le Forem ouvre trois cents places de formation à Charleroi...",
        "Le Forem ouvre trois cents places de formation à Charleroi […]",
        "Abonnez-vous à notre lettre pour ne rien manquer.",
        "Ce site utilise des cookies pour améliorer votre visite.",
        "Toutes les informations se trouvent sur www.leforem.be depuis lundi.",
    ]:
        assert not stands_alone(sentence, "fr")


def test_nothing_stands_alone_in_a_language_whose_openers_are_not_known() -> None:
    assert not stands_alone("Der Arbeitsmarkt in Ostbelgien wächst in diesem Jahr langsam.", "de")
