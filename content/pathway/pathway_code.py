"""A pathway as a code short enough to print, the dictionaries that old papers are read with, and bytes in QR signs."""

import hmac
import zlib
from collections.abc import Iterable
from hashlib import blake2b
from typing import NamedTuple

from content.pathway.pathway import Pathway
from content.pathway.pathway_text import write_pathway

_FRENCH_1 = """\
un abonnement de train, le bus, le métro, le tram ; le permis de conduire, une voiture, à vélo, le trajet est long, la
maison communale, une attestation, l'inscription comme demandeuse d'emploi, demandeur d'emploi, ma carte de séjour, le
permis de travail, le titre de séjour, l'équivalence de mon diplôme, l'office des étrangers, l'avocat, la justice, le
logement, un logement social, le loyer, le propriétaire, la garantie locative, déménager, une adresse, une chambre,
les dettes, un plan de paiement, le médiateur de dettes, la facture d'énergie, le compte en banque, un budget,
l'argent, la mutuelle, le médecin, un certificat médical, la santé, mal au dos, fatigue, l'hôpital, psychologue, le
handicap, un stage, un contrat, une convention, un intérim, une agence d'intérim, un job étudiant, un temps partiel,
temps plein, une entreprise, l'employeur, un patron, mon ancien chef, un entretien d'embauche, une offre d'emploi, les
offres, je relis l'offre, je prépare l'entretien, je refais mon CV, ma lettre de motivation, un CV à jour, j'envoie,
je réponds, le nettoyage, la vente, vendeuse, caissier, la cuisine, aide-cuisinier, cuisinière, le bâtiment, peintre,
électricien, aide-soignante, infirmière, puéricultrice, garde d'enfants, coiffeuse, chauffeur, magasinier, logistique,
secrétaire, l'informatique, un ordinateur, internet, mon téléphone, une adresse mail, le mot de passe, l'espace public
numérique, l'école secondaire, université, le diplôme, le certificat, apprentissage, promotion sociale, validation des
compétences, un cours de français, une table de conversation, un test de langue, néerlandais, anglais,
alphabétisation, niveau, la formation commence, une séance d'information, le centre de formation, une formation
courte, qualifiante, les horaires, une place à la crèche, la crèche communale, la garderie après l'école, une
gardienne, ma mère, ma sœur, mon frère, voisine, une amie, mon mari, ma femme, ma fille, mon fils, les enfants, la
famille, seul, le matin, le soir, le mercredi, l'après-midi, le chômage, les allocations, le revenu d'intégration, le
syndicat, la caisse, l'ONEM, la mutuelle, l'aide sociale, le droit, l'assistante sociale, la mission locale, la maison
de l'emploi, une association, le service social, le centre, la commune, arrivée en Belgique, arrivée à Bruxelles,
naissance, maladie, chômage, sans emploi, indépendant, ouvrier, usine, restaurant, j'attends la réponse, je regarde,
je vérifie, je choisis, j'essaie, je visite, je compte, je note, je cherche, j'apporte, je demande si, je demande à,
je téléphone au, j'appelle le, j'écris à, je vais à, je prends rendez-vous avec, je m'inscris, me donne l'adresse,
m'accompagne, m'explique, m'inscrit, m'envoie les documents, regarde si une aide est possible, confirme, qu'est-ce qui
compte le plus pour moi ? par quoi commencer ? quel jour ? quelle formation me convient ? combien de temps ?, qui
garde les enfants pendant la formation ? dans quelle langue ? comment aller au travail ? avec qui en parler ?, oui,
tout de suite ; oui, mais plus tard ; pas encore ; pas maintenant ; je ne sais pas ; une autre idée ; si c'est
possible, une place est libre, personne pour le moment, c'est trop loin, c'est trop cher, liste d'attente, avec une
aide, d'abord, dans une semaine, avant la fin du mois, le lundi, mardi, jeudi, vendredi, janvier, février, mars,
septembre, prochain, avec, sans, pour la, pour le, pour les, dans la, dans le, dans les, sur la, sur le, par la, par
le, est-ce que, et les, et la, qu'il, que je, ce que, qui est, ne pas, n'est pas, peut, peuvent, faut, être, avoir,
faire, entre, chez, comme, plus, mes, ma
"""
_DUTCH_1 = """\
een abonnement, de trein, de bus, de metro, de tram ; het rijbewijs, een auto, met de fiets, de reis duurt lang, het
gemeentehuis, een attest, de inschrijving als werkzoekende, mijn verblijfskaart, de arbeidskaart, de advocaat, de
huisvesting, een sociale woning, de huur, de eigenaar, de huurwaarborg, verhuizen, een adres, een kamer, de schulden,
een afbetalingsplan, de schuldbemiddelaar, de energiefactuur, de bankrekening, een budget, het geld, het ziekenfonds,
de dokter, een medisch attest, de gezondheid, rugpijn, moe, het ziekenhuis, psycholoog, een handicap, een stage, een
contract, een overeenkomst, interim, een uitzendkantoor, een studentenjob, deeltijds, voltijds, een bedrijf, de
werkgever, mijn vroegere baas, een sollicitatiegesprek, een vacature, de vacatures, ik herlees de vacature, ik bereid
het gesprek voor, ik werk mijn cv bij, mijn motivatiebrief, ik stuur, ik antwoord, de schoonmaak, de verkoop,
verkoopster, kassier, de keuken, keukenhulp, kok, de bouw, schilder, elektricien, zorgkundige, verpleegkundige,
kinderverzorgster, kapster, chauffeur, magazijnier, logistiek, secretaresse, de computer, internet, mijn telefoon, een
mailadres, het wachtwoord, de digitale ruimte, de secundaire school, de universiteit, het diploma, de
gelijkwaardigheid van mijn diploma, het getuigschrift, volwassenenonderwijs, een cursus Nederlands, een
conversatietafel, een taaltest, Frans, Engels, het niveau, de lessen, een attest, de opleiding begint, een infosessie,
het opleidingscentrum, een korte opleiding, de uren, de werkloosheid, een plaats in de crèche, de kinderopvang, de
opvang na school, een onthaalouder, mijn moeder, mijn zus, mijn broer, een vriendin, mijn man, mijn vrouw, mijn
dochter, mijn zoon, de kinderen, het gezin, alleen, 's morgens, 's avonds, woensdag, de uitkering, het leefloon, de
vakbond, de RVA, de hulp, het recht, de maatschappelijk werker, de gemeente, een vereniging, aangekomen in België,
aangekomen in Brussel, geboorte, ziekte, werkloos, zelfstandige, arbeider, fabriek, restaurant, ik wacht op het
antwoord, ik kijk, ik ga na, ik kies, ik probeer, ik bezoek, ik reken, ik schrijf op, ik zoek, ik breng, ik vraag of,
ik vraag aan, ik telefoneer naar, ik bel de, ik bel naar, ik schrijf naar, ik ga naar, ik maak een afspraak met, ik
schrijf mij in voor, geeft mij het adres, gaat met mij mee, legt mij uit, schrijft mij in, stuurt mij de documenten,
kijkt of hulp mogelijk is, bevestigt, wat telt het meest voor mij? waarmee beginnen? welke dag? welke opleiding past
bij mij?, wie past op de kinderen tijdens de opleiding? in welke taal? hoe geraak ik op het werk? met wie erover
praten? hoeveel tijd?, ja, meteen ; ja, maar later ; nog niet ; niet nu ; ik weet het niet ; een ander idee ; als het
mogelijk is ; er is plaats, voorlopig niemand, het is te ver, het is te duur, wachtlijst, met hulp, eerst, binnen een
week, voor het einde van de maand, maandag, dinsdag, donderdag, vrijdag, januari, februari, maart, september,
volgende, met de, voor de, voor het, van de, van het, in de, in het, op de, op het, aan de, bij de, naar de, naar het,
niet, geen, zonder, kan, kunnen, moet, zijn, hebben, worden
"""
_COMMON_1 = """\
vragen, een vraag, iemand, personen, hun, deze, dit, dat, die, haar, zijn, doet, doen, zeggen, twee, alles, altijd,
ook, zo, nog, zelf, ander, andere, voor, na, meer, minder, goed, heel, tijd, dagen, maanden, uur, jaar, omdat,
wanneer, als, wat, wie, waar, hoe, iets, niets, of, en, ik, hij, zij, je, jouw, u, uw, wij, we, ons, er, om te, te,
over, tot, uit, door, dan, maar, dus, wel, al, van een, in een, met een, aan een, op een, dat je, die je, het is, is
een, een afspraak, het antwoord, de vraag, ing, ingen, heid, elijk, lijk, tie, baar, aar, ers, sten, ende, ver, ge,
be, ond, schap
des questions, une personne, aux personnes, leurs, cette, ces, son, ses, sont, fait, dire, deux, tout, toute,
toujours, aussi, ainsi, encore, même, autre, autres, avant, après, moins, bien, très, temps, jours, mois, heures,
année, vers, parce que, quand, quel, quelle, quelqu'un, chose, rien, ou, où, on, il, elle, ils, vous, votre, nous,
notre, d'un, d'une, du, aux, au, ce, cela, ça, se, s'il, si, en, y, à la, à l', de l', de la, de, des, dans un, dans
une, que vous, que la, qui a, qu'elle, c'est, l'on, un rendez-vous, la réponse, la question, ation, tion, ment, ement,
ité, ance, ence, eur, eurs, euse, elle, ette, iser, ique, able, ant, ent, ées, er les, er la, er le, er un, er une
"""
_GRAMMAR_1 = """\
Sheet: my next job
Behind me: 2015 school ; 2019-2023 work
We meet again on: 15/12/2026
To decide together: Who answers: me
By: On: Symbol: telephone letter paper meeting home child health school work money journey screen
In my language: end
Blad: een opleiding, werk vinden
Achter mij: 2008-2014 school ; 2016-2021
We zien elkaar terug op: 15/1/2027
Regels: cpas-article-60, onem-duree

1. Samen te beslissen: Welke werk, of wie ?
   Wie antwoordt: mijn contact bij Actiris
   Voor: 10/12/2026
   - een → 2
   - de → einde

2. de VDAB: 3. het OCMW: 4. mijn zus: 5. ik: ik vraag
   Op: 7/12/2026
   Symbool: telefoon brief papier gesprek huis kind gezondheid school werk geld reis scherm
   In mijn taal: je vais
   → 6

Feuille : retrouver un travail, reprendre une formation
Derrière moi : 2009-2013 école ; 2015-2020 ; 2022
On se revoit le : 15/12/2026
Règles : unia-criteres, cpas-article-60, onem-duree

1. À décider ensemble : Quelle ?
   Qui répond : mon contact chez Actiris
   Avant le : 10/12/2026
   - la → 2
   - le → fin

2. le CPAS : 3. ma sœur : 4. moi : je
   Le : 7/12/2026
   Symbole : travail école argent trajet écran lettre maison santé enfant rencontre papier téléphone
   Dans ma langue : ik
   → 5

"""
_LINES_1 = (
    *("\n   → fin\n\n", "\n   Dans ma langue : ", "\n   Symbole : ", "\n   Le : ", " → fin\n   - ", "\n   Avant le : "),
    *("\n   Qui répond : ", ". À décider ensemble : ", " → fin", "\n   → einde\n\n", "\n   In mijn taal: "),
    *("\n   Symbool: ", "\n   Op: ", " → einde\n   - ", "\n   Voor: ", "\n   Wie antwoordt: "),
    *(". Samen te beslissen: ", " → einde", "\n   → ", "\n   - ", " → ", "\n\n", "\nExact au : ", "\nNagekeken op: "),
    *("/12/2026", "/1/2027"),
)
_CONTROLS = "".join(map(chr, [*range(1, 10), *range(11, 32)]))
"""No text of a pathway has them, nor needs them."""


class PathwayDictionary(NamedTuple):
    """What one version knows: lines that become one sign each, in this order, and words that deflate refers to."""

    lines: tuple[tuple[str, str], ...]
    words: bytes

    def shortened(self, text: str) -> bytes:
        """Return a text with a sign for each line known."""
        for sign, line in self.lines:
            text = text.replace(line, sign)
        return text.encode()

    def restored(self, short: bytes) -> str:
        """Return the text again; raises UnicodeDecodeError."""
        text = short.decode()
        for sign, line in self.lines:
            text = text.replace(sign, line)
        return text


_BARE_1 = PathwayDictionary(tuple(zip(_CONTROLS, _LINES_1, strict=False)), b"")
DICTIONARIES = {1: _BARE_1._replace(words=_BARE_1.shortened(_FRENCH_1 + _DUTCH_1 + _COMMON_1 + _GRAMMAR_1))}


# ----------------------------------------------------------------------------- bytes as one number in forty-three signs
#
# A byte costs 8.1 bits so, and 10.7 in base64; decided in docs/decisions/0033.


SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ$*+-./:"

_FIRST = b"\1"
"""A number begins with it, so that bytes that begin with noughts lose none."""
_VALUES = {sign: value for value, sign in enumerate(SIGNS)}


def in_signs(content: bytes) -> str:
    """Return bytes in signs; other bytes give other signs."""
    number, signs = int.from_bytes(_FIRST + content, "big"), []
    while number:
        number, value = divmod(number, len(SIGNS))
        signs.append(SIGNS[value])
    return "".join(reversed(signs))


def in_bytes(signs: str) -> bytes:
    """Return the bytes that these signs stand for; raises ValueError."""
    if not _VALUES.keys() >= set(signs):
        raise ValueError(signs)
    number = 0
    for sign in signs:
        number = number * len(SIGNS) + _VALUES[sign]
    content = number.to_bytes((number.bit_length() + 7) // 8, "big")
    if content[:1] != _FIRST or in_signs(content[1:]) != signs:
        raise ValueError(signs)
    return content[1:]


# -------------------------------------------------------------- A sheet's text as a code for the fragment of an address
#
# Eight bytes of seal, and the text deflated (RFC 1951) with a dictionary known beforehand, are written in signs
# (content/pathway/pathway_code.py); a last sign tells the version.


VERSION = 1
"""What is written; every version that was printed is read. Below 36: a figure or letter ends what becomes a link."""
MOST_SIGNS = 2048
"""Of a code that is read at all."""
MOST_BYTES = 8192
"""Of a text: what deflates a thousandfold is cut here."""
SEAL_BYTES = 8


class BadCode(ValueError):
    """What was scanned gives no text: signs are missing, or others than were printed; or a later Boussole made it."""

    def __init__(self, later: bool = False) -> None:
        super().__init__()
        self.later = later


class LongText(Exception):
    """A pathway says more than a code can hold: it is printed without one."""


class OpenedCode(NamedTuple):
    """The text of a code, and whether one of the keys sealed it: what anybody else made is read too, and said so."""

    text: str
    is_ours: bool


def to_code(pathway: Pathway, key: bytes) -> str:
    """Return the code of a sheet's text, sealed with a key of 64 bytes at most; raises LongText where no code holds it.

    Nine places full of ordinary words have a third of that; of words in other letters each may take three bytes.
    """
    dictionary = DICTIONARIES[VERSION]
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS, 9, zdict=dictionary.words)
    body = squeezer.compress(dictionary.shortened(write_pathway(pathway))) + squeezer.flush()
    code = in_signs(_seal(VERSION, body, key) + body) + SIGNS[VERSION]
    if len(code) > MOST_SIGNS:
        raise LongText
    return code


def from_code(code: str, keys: Iterable[bytes]) -> OpenedCode:
    """Return what a code holds; raises BadCode. Any of the keys may have sealed it."""
    if not 1 < len(code) <= MOST_SIGNS or code[-1] not in SIGNS:
        raise BadCode
    try:
        content, version = in_bytes(code[:-1]), SIGNS.index(code[-1])
    except ValueError as error:
        raise BadCode from error
    if version not in DICTIONARIES:
        raise BadCode(later=version > VERSION)
    seal, body = content[:SEAL_BYTES], content[SEAL_BYTES:]
    ours = [hmac.compare_digest(seal, _seal(version, body, key)) for key in keys]
    dictionary = DICTIONARIES[version]
    opener = zlib.decompressobj(-zlib.MAX_WBITS, zdict=dictionary.words)
    try:
        short = opener.decompress(body, MOST_BYTES)
        if not opener.eof or opener.unused_data:
            raise BadCode
        return OpenedCode(dictionary.restored(short), any(ours))
    except (zlib.error, UnicodeDecodeError) as error:
        raise BadCode from error


def _seal(version: int, body: bytes, key: bytes) -> bytes:
    return blake2b(bytes([version]) + body, key=key, digest_size=SEAL_BYTES, person=b"sheet").digest()
