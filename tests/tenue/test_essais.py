"""Passwords tried on one account, from several hands, on two processes: ten an hour, no more.

``ESSAIS=10000`` runs the long version.
"""

import http.client
import os
import re
import threading
from collections import Counter
from contextlib import closing
from urllib.parse import urlencode

import pytest

from bench.chaos.terrain import Terrain

pytestmark = pytest.mark.tenue
ESSAIS = int(os.environ.get("ESSAIS", "48"))
MAINS = 8
PAGE = "/comptes/login/"
JETON = re.compile(r'name="csrfmiddlewaretoken" value="(\w+)"')


def essayer(port: int, combien: int, vus: Counter[int]) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as prise:
        prise.request("GET", PAGE)
        page = prise.getresponse()
        biscuit = page.headers["Set-Cookie"].partition(";")[0]
        jeton = JETON.search(page.read().decode())[1]
        tetes = {"Cookie": biscuit, "Content-Type": "application/x-www-form-urlencoded"}
        for rang in range(combien):
            champs = {"login": "visee@example.org", "password": f"essai {rang}"}
            corps = urlencode({**champs, "csrfmiddlewaretoken": jeton})
            prise.request("POST", PAGE, corps, tetes)
            reponse = prise.getresponse()
            reponse.read()
            vus[reponse.status] += 1


def test_dix_essais_par_heure_sur_un_compte(lieu_a_part: Terrain) -> None:
    releves = [Counter() for _ in range(MAINS)]
    with lieu_a_part.servi():
        mains = [
            threading.Thread(target=essayer, args=(lieu_a_part.port, ESSAIS // MAINS, releve))
            for releve in releves
        ]
        for main in mains:
            main.start()
        for main in mains:
            main.join()
    total = sum(releves, Counter())
    assert total == {200: 10, 429: ESSAIS // MAINS * MAINS - 10}
