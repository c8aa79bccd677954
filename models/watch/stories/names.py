"""Spellings that differ between Dutch, French and English and mean alike: places, offices, months, numbers, units."""

ALIKE = """
bruxelles brussel brussels bruxellois bruxelloise bruxelloises brusselse brusselaars brusselaar
wallonie wallonië wallonia wallon wallonne wallons wallonnes waals waalse walloon
flandre vlaanderen flanders flamand flamande flamands flamandes vlaams vlaamse flemish
belgique belgië belgium belge belges belgisch belgische belgian belgen belgians
anvers antwerpen antwerp
gand gent ghent gentse gantois
liège luik
namur namen
mons bergen
louvain leuven
malines mechelen
courtrai kortrijk
tournai doornik
hasselt
limbourg limburg
hainaut henegouwen
molenbeek
schaerbeek schaarbeek
forest vorst
ixelles elsene
uccle ukkel
etterbeek
saint-gilles sint-gillis
saint-josse sint-joost saint-josse-ten-noode sint-joost-ten-node
onem rva
cpas ocmw
onss rsz
inami riziv
cnt nar
spf fod
tva btw
cct cao
fgtb abvv
csc acv
cgslb aclvb
chambre kamer
actiris
forem
vdab
unia
adg
iriscare
bruxelles-formation
"""
"""Each line: spellings of one name."""

MONTHS = """
janvier januari january janv jan
février februari february févr feb
mars maart march mrt mar
avril april avr apr
mai mei may
juin juni june
juillet juli july juil
août augustus august aug
septembre september sept sep
octobre oktober october oct okt
novembre november nov
décembre december déc dec
"""

COUNTED = {
    "%": "% pourcent procent percent pct",
    "euro": "€ euro euros eur",
    "job": "emploi emplois poste postes job jobs baan banen vacature vacatures offre offres vacancies arbeidsplaatsen",
    "person": "personne personnes personen people mensen travailleur travailleurs werknemer werknemers worker workers"
    " demandeur demandeurs chercheurs werkzoekende werkzoekenden seekers chômeur chômeurs werklozen unemployed employés"
    " bedienden employees infirmiers verpleegkundigen nurses enseignants leraren teachers bénéficiaires begunstigden"
    " visiteurs bezoekers visitors candidats kandidaten applicants staff inscrits jeunes jongeren ouvrier ouvriers"
    " arbeider arbeiders blessé blessés gewonde gewonden injured mort morts doden dead",
    "firm": "entreprise entreprises bedrijf bedrijven company companies firms employeur employeurs werkgever werkgevers"
    " employers",
    "place": "place places plaats plaatsen seats lits bedden beds",
    "trade": "métier métiers fonctions beroepen functies knelpuntberoepen occupations trades",
    "file": "dossier dossiers files",
    "letter": "lettre lettres brief brieven letters",
    "hour": "heure heures uur uren hour hours",
    "day": "jour jours dag dagen day days",
    "week": "semaine semaines week weken weeks",
    "month": "mois maand maanden month months",
    "year": "an ans année années jaar jaren year years",
}
"""By what is counted, the words that follow its number."""

NUMBERS = {
    2: "deux twee two",
    3: "trois drie three",
    4: "quatre vier four",
    5: "cinq vijf five",
    6: "six zes",
    7: "sept zeven seven",
    8: "huit acht eight",
    9: "neuf negen nine",
    10: "dix tien ten",
    11: "onze elf eleven",
    12: "douze twaalf twelve",
    15: "quinze vijftien fifteen",
    18: "dix-huit achttien eighteen",
    20: "vingt twintig twenty",
    30: "trente dertig thirty",
    40: "quarante veertig forty",
    50: "cinquante vijftig fifty",
    60: "soixante zestig sixty",
    80: "quatre-vingts quatre-vingt tachtig eighty",
    100: "cent honderd",
    1000: "mille duizend",
}
"""Numbers that newsrooms write out; only those that can hardly be another word."""

TIMES = {
    100: "cents cent honderd hundred",
    1000: "mille duizend thousand",
    1_000_000: "million millions miljoen",
    1_000_000_000: "milliard milliards miljard billion",
}
"""What multiplies the number before it."""
