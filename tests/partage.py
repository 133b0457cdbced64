"""How a run is shared out between its workers: file by file, in the order of the collection, so
that what a module builds is built once; the last of them, or a run of few files, test by test."""

from functools import cached_property
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling

A_LA_FIN = ("tests/parcours/", "tests/tenue/")  # the last of a run: nobody waits for a whole file


class ParFichier(LoadScopeScheduling):
    @cached_property
    def peu(self) -> bool:
        return len({_fichier(nodeid) for nodeid in self.collection or ()}) < 12

    @cached_property
    def suites(self) -> dict[str, str]:
        """The file of each test, and its part: those that empty the tables are collected after
        all the others, and must stay there."""
        parts: dict[str, int] = {}
        suites, precedent = {}, ""
        for nodeid in self.collection or ():
            fichier = _fichier(nodeid)
            if fichier != precedent:
                parts[fichier] = parts.get(fichier, 0) + 1
            suites[nodeid], precedent = f"{fichier} {parts[fichier]}", fichier
        return suites

    def _split_scope(self, nodeid: str) -> str:
        seul = self.peu or nodeid.startswith(A_LA_FIN)
        return nodeid if seul else self.suites[nodeid]


def _fichier(nodeid: str) -> str:
    return nodeid.partition("::")[0]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> LoadScopeScheduling | None:
    if config.getoption("dist") != "load":
        return None
    config.option.loadscopereorder = False
    return ParFichier(config, log)
