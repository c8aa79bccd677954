"""A site of invented news on loopback, for pictures and for trying the watch: a feed and its articles."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

NAME = "Le Relais (site fictif)"

NEWS = (
    (
        "Un relais entre service et mission locale réduit les rendez-vous manqués",
        "Trois services d'insertion ont essayé pendant six mois une façon commune de passer le relais. Le conseiller "
        "appelle le service d'accueil avec la personne à ses côtés, convient d'une date et d'un nom, puis envoie un "
        "message écrit dans l'heure. Selon les équipes, un rendez-vous sur cinq était manqué avant l'essai, un sur "
        "douze après. « Ce qui change, c'est que quelqu'un vous attend, avec votre nom dans son agenda », explique "
        "Leïla Fontaine, coordinatrice du projet. Les équipes notent aussi que l'appel prend quatre minutes en "
        "moyenne, et qu'il évite une relance la semaine suivante.",
        "Le dispositif sera proposé à neuf autres services à partir de janvier. Une fiche d'une page décrit les "
        "étapes et les formulations à employer. Les personnes accompagnées peuvent refuser que leurs coordonnées "
        "soient transmises, et le rendez-vous est alors pris sans elles.",
    ),
    (
        "Lettres administratives : des phrases de quinze mots pour être compris",
        "Une commune a récrit vingt lettres qu'elle envoie chaque mois à ses habitants. Chaque phrase compte quinze "
        "mots au plus, l'action demandée est en tête, et la date limite est écrite en toutes lettres. Les appels au "
        "guichet pour demander une explication ont baissé d'un tiers en un trimestre. Les agents ont suivi une "
        "demi-journée de formation à l'écriture claire et relisent désormais leurs courriers à deux.",
        "Les auteurs du projet préviennent que récrire ne suffit pas. Une personne qui lit peu a besoin d'un nom et "
        "d'un numéro où quelqu'un répond. La commune publie ses modèles, que d'autres services peuvent reprendre.",
    ),
    (
        "Métiers en tension : la liste de l'année compte onze fonctions de moins",
        "L'observatoire régional a publié sa liste annuelle des fonctions que les employeurs peinent à pourvoir. Elle "
        "compte onze fonctions de moins que l'an dernier, surtout dans la construction et le transport. L'étude "
        "distingue trois causes : le manque de candidats, les exigences de formation et les conditions de travail. "
        "Elle rappelle qu'un métier de la liste n'est pas un emploi garanti, et que la situation varie d'un quartier "
        "à l'autre.",
        "Les auteurs recommandent de lire la liste avec les offres réellement publiées. Ils annoncent une mise à jour "
        "au printemps, avec des données par commune. Les conseillers pourront comparer les deux années.",
    ),
    (
        "Suivre un objectif : un échange de dix minutes vaut mieux qu'un long bilan",
        "Une équipe a remplacé le bilan trimestriel d'une heure par un échange de dix minutes toutes les deux "
        "semaines. La personne rappelle elle-même l'objectif, dit ce qu'elle a essayé et choisit l'étape suivante. "
        "Après quatre mois, les objectifs étaient plus souvent reformulés, et les abandons moins nombreux. L'équipe "
        "y voit l'effet d'un suivi plus proche, sans pouvoir écarter d'autres explications.",
        "Les conseillers disent gagner du temps sur l'année. Ils regrettent que l'outil de suivi ne permette pas de "
        "noter l'étape choisie par la personne. Une version corrigée est attendue pour l'été.",
    ),
)


@contextmanager
def fictitious_site(now: datetime) -> Iterator[str]:
    """Serve the invented news; gives the host and port."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(now))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _handler(now: datetime) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            here = f"http://{self.headers['Host']}"
            pages = {f"/articles/{number}": _article(*news) for number, news in enumerate(NEWS)}
            pages["/feed.xml"] = _feed(here, now)
            body = pages.get(self.path, "").encode()
            self.send_response(200 if body else 404)
            kind = "application/rss+xml" if self.path == "/feed.xml" else "text/html"
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    return Handler


def _feed(here: str, now: datetime) -> str:
    items = "".join(
        f"<item><title>{escape(title)}</title><link>{here}/articles/{number}</link>"
        f"<guid>{here}/articles/{number}</guid>"
        f"<pubDate>{format_datetime(now - timedelta(hours=3 + 9 * number))}</pubDate></item>"
        for number, (title, *_) in enumerate(NEWS)
    )
    return f'<rss version="2.0"><channel><title>{NAME}</title><link>{here}/</link>{items}</channel></rss>'


def _article(title: str, *paragraphs: str) -> str:
    body = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in paragraphs)
    return (
        f'<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>{escape(title)}</title></head>'
        f"<body><main><article><h1>{escape(title)}</h1>{body}</article></main></body></html>"
    )


if __name__ == "__main__":
    with fictitious_site(datetime.now(UTC)) as host:
        input(f"http://{host}/feed.xml (Entrée pour arrêter) ")
