"""Destroying individual answers: what is not published no longer exists."""

from diagnostic.campagnes.residus import nettoyer_apres
from diagnostic.models import (
    BulletinAnonyme,
    BulletinATirer,
    Campagne,
    DemandeDeCloture,
    FeuilleRecopiee,
    Passation,
    Reponse,
    Tirage,
)


def tenir(campagne: Campagne) -> None:
    """Wait for the answers being written, and let no new one in before this write ends."""
    passations = Passation.objects.select_for_update(of=("self",)).filter(campagne=campagne)
    tenues = [passation.pk for passation in passations.order_by("pk")]
    bulletins = BulletinAnonyme.objects.filter(passation__campagne=campagne)
    list(bulletins.filter(passation__in=tenues).select_for_update(of=("self",)).order_by("pk"))


def detruire(campagne: Campagne) -> None:
    """Delete every individual answer of this campagne, and the links to its recueils.

    The hands counted for a voice go too: of three people, they say who stood alone.
    """
    tenir(campagne)
    if Passation.objects.filter(campagne=campagne).exclude(jeton="").exists():
        nettoyer_apres()
    for modele in (BulletinAnonyme, BulletinATirer, Tirage):
        modele.objects.filter(passation__campagne=campagne).delete()
    DemandeDeCloture.objects.filter(campagne=campagne).delete()
    FeuilleRecopiee.objects.filter(passation__campagne=campagne).delete()
    Reponse.objects.filter(bulletin__passation__campagne=campagne).update(mains={})
    Passation.objects.filter(campagne=campagne).exclude(jeton="").update(jeton="")
