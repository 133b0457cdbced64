"""Destroying individual answers: what is not published no longer exists."""

from diagnostic.models import BulletinAnonyme, Campagne, FeuilleRecopiee, Passation, Reponse


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
    BulletinAnonyme.objects.filter(passation__campagne=campagne).delete()
    FeuilleRecopiee.objects.filter(passation__campagne=campagne).delete()
    Reponse.objects.filter(bulletin__passation__campagne=campagne).update(mains={})
    Passation.objects.filter(campagne=campagne).exclude(jeton="").update(jeton="")
