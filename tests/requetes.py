"""How many queries a page asks."""

from typing import Any

from django.db import connection

from tests.personnes import Visiteur


def requetes(client: Visiteur, url: str, *, htmx: bool = False) -> int:
    faites: list[str] = []

    def compter(execute: Any, sql: str, params: Any, many: bool, contexte: Any) -> Any:
        faites.append(sql)
        return execute(sql, params, many, contexte)

    with connection.execute_wrapper(compter):
        reponse = client.get(url, headers={"HX-Request": "true"} if htmx else {})
    assert reponse.status_code == 200, url
    return len(faites)
