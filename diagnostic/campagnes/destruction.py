"""Destroying individual answers: what is not published no longer exists."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from diagnostic.models import BulletinAnonyme, Campagne, Passation


def tenir(campagne: Campagne) -> None:
    """Wait for the answers being written, and let no new one in before this write ends."""
    passations = Passation.objects.select_for_update(of=("self",)).filter(campagne=campagne)
    tenues = [passation.pk for passation in passations.order_by("pk")]
    bulletins = BulletinAnonyme.objects.filter(passation__campagne=campagne)
    list(bulletins.filter(passation__in=tenues).select_for_update(of=("self",)).order_by("pk"))


def detruire(campagne: Campagne) -> None:
    """Delete every individual answer of this campagne, and the links to its recueils."""
    tenir(campagne)
    with pages_effacees():
        BulletinAnonyme.objects.filter(passation__campagne=campagne).delete()
    Passation.objects.filter(campagne=campagne).exclude(jeton="").update(jeton="")


@contextmanager
def pages_effacees() -> Iterator[None]:
    """On SQLite, what is deleted meanwhile is overwritten in the file, not merely forgotten."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as curseur:
        curseur.execute("PRAGMA secure_delete = ON")
        try:
            yield
        finally:
            curseur.execute("PRAGMA secure_delete = OFF")
