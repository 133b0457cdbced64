"""Every page that a link leads to, opened once by those who come: run as a program of its own, on
the base and the secret of the environment (``python -m tests.versions.visite``)."""

import re
import sys
from collections import deque
from urllib.parse import urldefrag, urljoin

import django

django.setup()

from django.conf import settings  # noqa: E402
from django.test import Client  # noqa: E402
from django.urls import Resolver404, resolve  # noqa: E402

from pasapas.comptes.demo import ADMINISTRATION_DEMO, COMPTES_DEMO  # noqa: E402
from pasapas.models import User  # noqa: E402

LIEN = re.compile(r'href="([^"]+)"')
AILLEURS = ("//", "http:", "https:", "mailto:", "tel:", "data:", "/static/")
ADRESSES = [COMPTES_DEMO[0][2], COMPTES_DEMO[-1][2], ADMINISTRATION_DEMO[2]]


def visiter(client: Client, depart: list[str], vues: set[str]) -> list[str]:
    """The pages that did not open; ``vues`` gains the views that did."""
    file = deque(["/", *depart])
    ratees, connues = [], {*file}
    while file:
        chemin = file.popleft()
        reponse = client.get(chemin, follow=True)
        if reponse.status_code != 200:
            ratees.append(f"{chemin} : {reponse.status_code}")
            continue
        if "text/html" not in reponse.headers["Content-Type"]:
            continue
        for lien in LIEN.findall(reponse.content.decode()):
            vers = urldefrag(urljoin(chemin, lien.replace("&amp;", "&")))[0]
            vue = vue_de(vers)
            if not vue or vers in connues or vue in vues:
                continue
            connues.add(vers)
            vues.add(vue)
            file.append(vers)
    return ratees


def vue_de(vers: str) -> str:
    """The view at this address, one planche of each kind apart; nothing for what is no page."""
    if vers.startswith(AILLEURS) or ".pdf" in vers or "?" in vers:
        return ""
    try:
        trouvee = resolve(vers)
    except Resolver404:
        return ""
    return f"{trouvee.view_name} {trouvee.kwargs.get('code', '')}"


def main() -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    vues: set[str] = set()
    ratees: list[str] = []
    for adresse in ADRESSES:
        client, compte = Client(), User.objects.get(email=adresse)
        client.force_login(compte)
        ratees += visiter(client, ["/administration/"] if compte.is_staff else [], vues)
    print(f"{len(vues)} vues")
    if ratees:
        sys.exit("\n".join(ratees))


main()
