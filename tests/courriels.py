"""``mail.outbox`` as the tests read it: what waits in our own outbox leaves first."""

from collections.abc import Iterator
from typing import Any

from django.core.mail import EmailMessage

from pasapas.travaux.boite import Liaison, releve


def relever() -> None:
    """Do what the worker does with every e-mail that is due."""
    liaison = Liaison()
    while releve(liaison):
        pass


class BoiteRelevee(list[EmailMessage]):
    """Looking at it sends what is due."""

    def __iter__(self) -> Iterator[EmailMessage]:
        relever()
        return super().__iter__()

    def __len__(self) -> int:
        relever()
        return super().__len__()

    def __getitem__(self, rang: Any) -> Any:
        relever()
        return super().__getitem__(rang)

    def __eq__(self, autre: object) -> bool:
        return list(self) == autre

    __hash__ = None
