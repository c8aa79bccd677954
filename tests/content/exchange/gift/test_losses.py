"""What GIFT says and a module cannot carry: nothing is lost without a word."""

from content.exchange.gift.reading import read_gift
from tests.content.exchange.gift.noted import SKILL, lines, told

LOST = [
    (
        "Ordre ?{>2 RANDOM\na\nb\nc}",
        ["+ a", "+ b", "+ c"],
        ["Là-bas, 2 lignes étaient montrées à la fois ; ici, toutes sont à mettre en ordre."],
    ),
    ("Qui ?{~A ~B}", ["- A", "- B"], ["Le fichier ne dit pas quelle option est juste : cochez-la."]),
    (
        "$CATEGORY: emploi/droits",
        [],
        ["La catégorie « emploi / droits » n'est pas reprise : ici chaque question dit sa compétence."],
    ),
    (
        "::Avant::À lire \\{d'abord\\}.",
        [],
        ["Ce texte sans question n'est pas repris ; mettez-le dans une carte : À lire {d'abord}."],
    ),
    (
        "Racontez.{####Merci.}",
        [],
        ["Une question à rédiger ne se corrige pas seule, elle n'est pas reprise : Racontez.\nMerci."],
    ),
    ("Racontez.{}", [], ["Une question à rédiger ne se corrige pas seule, elle n'est pas reprise : Racontez."]),
    (
        "Qui ?{~%50%A =B ~C}",
        ["- A", "+ B", "- C"],
        ["Les points partiels (50 %) ne sont pas repris : une réponse est juste ou fausse."],
    ),
    (
        "Qui ?{~%75%A ~%25%B ~%-12.5%C ~D}",
        ["+ A", "+ B", "- C", "- D"],
        ["Les points partiels (-12.5 %, 25 %, 75 %) ne sont pas repris : une réponse est juste ou fausse."],
    ),
    (
        "Qui ?{=A =B ~C}",
        ["+ A", "+ B", "- C"],
        ["Chacune des bonnes réponses suffisait ; ici il faut les cocher toutes : relisez la question."],
    ),
    (
        "Qui ?{=A =%75%B#Presque.}",
        ["+ A", "- B > Presque.", "- *"],
        ["Les points partiels (75 %) ne sont pas repris : une réponse est juste ou fausse."],
    ),
    (
        "Combien ?{#=24:0#Oui. =%50%20:5#Presque.}",
        ["+ 24 > Oui.", "- 20 > Presque.", "- *"],
        [
            "Les points partiels (50 %) ne sont pas repris : une réponse est juste ou fausse.",
            "Il n'y a qu'une marge par question : celle de 20 n'est pas reprise.",
        ],
    ),
    (
        "Qui ?{=a -> X =b -> Y = -> Z =c -> }",
        ["a -> X", "b -> Y"],
        [
            "« Z » ne va avec aucune ligne : cette réponse en trop n'est pas reprise.",
            "« c » ne va avec aucune réponse : cette ligne n'est pas reprise.",
        ],
    ),
    (
        "Qui ?{~A =B#Oui.####Voir la loi.}",
        ["- A", "+ B > Oui.\n\nVoir la loi."],
        ["L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la."],
    ),
    (
        "Qui ?{=a -> X =b -> Y ####Voir.}",
        ["a -> X > Voir.", "b -> Y"],
        ["L'explication générale est ajoutée à celle de la première bonne réponse : relisez-la."],
    ),
    (
        '[html]<script>x</script><img src\\="a.png">Où ?{=A ~<sup>B</sup>#<a href\\="javascript\\:x">Non</a>}',
        ["+ A", "- B > Non"],
        [
            "Ce qui n'est pas du texte simple n'est pas repris (script).",
            "Une image du texte n'est pas reprise : sa description, s'il y en a une, en tient la place.",
            "Un exposant ou un indice est écrit sur la ligne, comme le reste : relisez-le.",
            "Un lien qui ne mène pas à une adresse du web n'est pas repris : ses mots restent.",
        ],
    ),
    ("// [tag:loi] [tag:2026]\nQui ?{=A ~B}", ["+ A", "- B"], ["Les étiquettes (loi, 2026) ne sont pas reprises."]),
    (
        "Qui ?{=A ~B}\nOù ?{=C ~D}",
        ["+ A", "- B"],
        ["Une autre accolade reste dans l'énoncé : il manque peut-être une ligne vide entre deux questions."],
    ),
]


def test_what_cannot_be_carried_over_is_listed() -> None:
    for text, options, losses in LOST:
        read = read_gift(text, SKILL)
        assert [line for question in read.value for line in lines(question)] == options
        assert told(read.losses) == losses


def test_a_loss_names_its_question() -> None:
    read = read_gift("::Le cadre::Racontez.{}\n\n::Qui paie ?::Qui ?{=A =B ~C}", SKILL)
    assert [loss.question for loss in read.losses] == ["Le cadre", "qui-paie"]
