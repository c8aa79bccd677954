"""What says a danger, in people's words, and what only sounds like one; what is about a danger, by its title."""

from content.lexicons import about, dangers

SAID = {
    "suicide": """
        elle pense à la mort tous les jours | il dit adieu à tout le monde | hij wil niet meer verder
        j'en ai marre de vivre
        elle dit qu'elle veut en finir | Autant en finir | il parle de mourir | elle ne veut plus vivre | idées noires
        elle veut en finir avec la vie | il a dit qu'il serait mieux mort | plus envie de vivre
        il a pris des cachets
        il parle de se jeter sous le métro | mettre fin à ses jours | ça ne sert plus à rien de vivre
        une lettre d'adieu
        tout le monde serait mieux sans moi | elle se scarifie | envie de disparaître | il va faire une bêtise
        hij ziet het niet meer zitten | dat hij het niet meer ziet zitten | wil er een eind aan maken
        ze wil niet meer leven
        zegt dat ze beter dood zou zijn | hij wil uit het leven stappen | voor haar hoeft het allemaal niet meer
        zelfmoordgedachten
        ze zegt dat ze er niet meer wil zijn | hij zei dat hij zichzelf iets zou aandoen | donkere gedachten
        hij zegt dat hij voor de trein gaat springen | he wants to end it all | she says she wants to die
        no reason to live | better off dead | talks about killing himself
    """,
    "violence": """
        elle fuit son mari | son mari lui a cassé le bras | hij heeft haar geslagen | ze vluchtte weg van haar man
        son mari la tape | il la frappe | se fait taper par son copain | peur de rentrer chez elle
        elle a des bleus sur les bras
        violences conjugales | son père est violent | menacée par son ex | enfants battus par leur père
        mariage forcé
        mon mari m'interdit de sortir | elle a été violée | pas en sécurité chez elle | conjoint jaloux et violent
        haar man slaat haar | durft niet naar huis | ze wordt thuis geslagen | blauwe plekken | bang van haar vriend
        partnergeweld | vader slaat de kinderen | her husband hits her | scared of her ex | afraid to go home
    """,
    "threat": """
        il veut me frapper | il a dit qu'il allait tuer son conseiller | un homme armé à l'accueil | klant wil mij slaan
        un usager m'a menacé avec un couteau | il a menacé de revenir | il m'a craché au visage
        je sais où tu habites
        on m'a menacé de mort | agressée au guichet | hij dreigt mij te slaan | een klant bedreigt me
        hij scheldt mij uit
        ik weet waar je woont | threatened me in the corridor | he spat at me
    """,
    "sanction": "sanction | contester une sanction | sanctie als hij niet komt | geschorst | sanctioned by Actiris",
    "street": """
        il dort dehors | dort dans sa voiture | elle est à la rue | sans abri | il ne sait pas où dormir ce soir
        slaapt op straat | ze slaapt in haar auto | dakloos | nowhere to sleep | homeless
    """,
    "danger": "un enfant en danger | danger de mort | haar leven is in gevaar",
}
HARMLESS = """
    perte d'un proche | il parle de la mort de sa mère | ce travail va me tuer | frapper aux portes | saute d'humeur
    elle veut tout arrêter | problème de couple | séparation conflictuelle | contrôle domiciliaire | il s'énerve vite
    hij wil niet meer verder studeren | ze wil niet meer werken | hij wil stoppen met de opleiding
    uithuiszetting dreigt
    lettre de fin de chômage reçue hier | la fin du mois | en finir avec les dettes | veut en finir avec le chômage
    il se tue à la tâche | mort de son mari | sa mère vient de mourir | mourir de rire | tuer le temps | coup de main
    donner des coups de téléphone | elle est à bout | burn-out | il n'en peut plus | il dort mal
    n'arrive plus à se réveiller
    le propriétaire menace de l'expulser | menacé d'expulsion | menace de grève | elle se bat pour la garde
    frappée par la réforme | faute de frappe au clavier | peur de l'entretien | peur pour son fils
    conflit avec son mari
    communication non violente | violence au travail | veut vivre à Anvers | ne veut plus vivre chez ses parents
    sauter le pas | dans la rue du Marché | interdit de travailler | vieille dame | panne de chaudière
    bleu de travail
    disparaître des listes | son travail n'a plus de sens | sa vie professionnelle n'a plus de sens | mes dettes
    einde van de maand | einde contract | ontslag dreigt | bedreigd met ontslag | doodmoe | hij is het beu
    geweldig nieuws
    ze ziet die opleiding niet meer zitten | geen zin in werk | die cursus | arme mensen | schrik voor de controle
    end of the month | killing time | hit by the reform | arme à gauche
"""


def lines(text: str) -> list[str]:
    return [said.strip() for line in text.splitlines() for said in line.split("|") if said.strip()]


def test_a_danger_is_heard_in_the_words_that_people_use() -> None:
    for danger in SAID:
        assert [said for said in lines(SAID[danger]) if danger not in dangers().said(said)] == []


def test_what_only_sounds_like_a_danger_says_none() -> None:
    assert {said: found for said in lines(HARMLESS) if (found := dangers().said(said))} == {}


def test_each_danger_of_the_house_is_told_here() -> None:
    assert dangers().saying.keys() == SAID.keys()


def test_case_accents_and_signs_change_nothing() -> None:
    for typed in ["ELLE VEUT EN FINIR", "elle   veut en\nfinir", "«elle veut d’en finir»", "idees noires"]:
        assert dangers().said(typed) == {"suicide"}


def test_one_expression_may_begin_inside_another() -> None:
    """« veut en finir » alone goes on harmlessly here; « en finir avec la vie », inside it, does not."""
    assert dangers().said("il veut en finir avec la vie") == {"suicide"}


def test_a_title_tells_what_something_is_about() -> None:
    for title, found in [
        *(("« Autant en finir »", {"suicide"}), ("La limite : insulte, menace", {"threat"})),
        ("Écoute violences conjugales", {"violence"}),
        ("À Bruxelles, Actiris contrôle la disponibilité et peut sanctionner", {"sanction"}),
        *(("Geweld of angst thuis", {"violence"}), ("Franstalige zelfmoordlijn", {"suicide"})),
        *(("Fin du droit au chômage", set()), ("Les larmes : rester là", set())),
        ("Geweldig nieuws voor zoekers", set()),
    ]:
        assert about(title) == found


def test_a_hostile_text_is_read_in_no_time() -> None:
    assert dangers().said("veut " * 40 + "mari " * 40) == frozenset()
