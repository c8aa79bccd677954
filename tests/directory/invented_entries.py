"""Entries of the directory that many tests begin with, invented."""

TEXT = """\
id: ecoute-chomage
kind: service
type: accompagnement
topics: [sante]
skills: [listen.active]
thematiques: [sante--sante-mentale]
plain:
  fr: |-
    Vous avez perdu votre emploi ?

    Vous pouvez en parler ici. C'est gratuit.
  nl: "Bent u uw job kwijt? U kunt hier praten."
review_by: 2027-05-24
organisation:
  id: maison-du-quartier
  facts:
    - kind: name
      fr: "Maison du quartier"
      nl: "Buurthuis"
      read: {at: "https://example.org/", on: 2026-11-24, by: "Service emploi"}
facts:
  - kind: name
    fr: "Écoute après la perte d'un emploi"
    nl: "Luisteren na jobverlies"
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}
  - kind: description
    fr: |-
      Un premier entretien d'une heure.

      Puis un groupe, si on le souhaite.
    nl: "Een eerste gesprek van een uur."
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}
  - kind: audience
    publics: [tous-publics]
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}
  - kind: cost
    frais: gratuit
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}
  - kind: documents
    blank: unread
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi"}
  - kind: reach
    telephone: "02 000 00 00"
    adresse: "Rue Inventée 1"
    code_postal: 1060
    commune: Saint-Gilles
    code_insee: 21013
    modes_accueil: [en-presentiel]
    read: {at: "https://example.org/ecoute", on: 2026-11-24, by: "Service emploi", quote: "Appelez le 02 000 00 00."}
  - kind: delay
    blank: house
    fr: "Délai constaté par votre service :"
"""

SECRET_TEXT = """\
id: accueil-discret
kind: service
emergency: true
confidential: true
discreet_title: {fr: "Un accueil", nl: "Een onthaal"}
public_line: {fr: "Téléphonez : on vous dit où aller.", nl: "Bel: men zegt u waarheen."}
plain:
  fr: "Vous êtes en danger ? Appelez."
organisation:
  id: maison
  facts:
    - kind: name
      fr: "Une maison"
      read: {at: "https://example.org/", on: 2026-11-24, by: "Service emploi"}
facts:
  - kind: name
    fr: "Accueil de jour et de nuit"
    read: {at: "https://example.org/accueil", on: 2026-11-24, by: "Service emploi"}
  - kind: reach
    telephone: "0800 00 000"
    commune: Bruxelles
    read: {at: "https://example.org/accueil", on: 2026-11-24, by: "Service emploi"}
"""
