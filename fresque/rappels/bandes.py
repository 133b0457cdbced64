"""The same on paper: one strip for each person, for whoever reads no e-mail. Frozen values."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from fresque.models import CaseInterne
from fresque.rappels import lecture
from fresque.rappels.courriel import Dite, dite
from fresque.rappels.decision import Echeance, rang
from fresque.rappels.lecture import Ouverts
from pasapas.models import Projet

PAR_BANDE = 4  # étapes that one strip of paper holds
SIGNES = 150  # of each


@dataclass(frozen=True, slots=True)
class Bande:
    """What one person has in hand; without ``nom``, what is offered to the group."""

    nom: str
    etapes: tuple[Dite, ...]
    suite: bool = False


def bandes(projet: Projet, *, tous: bool = False) -> list[Bande]:
    """Late étapes, and those over within a month: 4 queries. Without ``tous``, those alone whom no
    e-mail reaches. What nobody has in hand comes last; what is kept to the screen is not here."""
    ouverts = lecture.du_groupe([projet])
    etapes = lecture.en_attente(projet.etablissement.aujourd_hui).filter(projet=projet)
    tues = CaseInterne.objects.de(projet).encarts(("etapes", "intitule"))
    sures = (
        e if (f"fiche-{e.fiche}", "intitule") not in tues else replace(e, action="")
        for e in lecture.echeances(etapes, ouverts)
        if (f"fiche-{e.fiche}", "etapes") not in tues
    )
    echeances = sorted((e for e in sures if e.a_l_horizon()), key=rang)
    nommees = [
        Bande(nom, tuple(dite(e, SIGNES) for e in siennes))
        for nom, siennes in _par_nom(echeances, ouverts, tous)
    ]
    libres = [e for e in echeances if not e.a_qui and not e.noms]
    return [*nommees, *([Bande("", tuple(dite(e, SIGNES) for e in libres))] if libres else [])]


def coupees(bandes: Iterable[Bande]) -> Iterator[Bande]:
    """As many strips of paper as it takes for each."""
    for bande in bandes:
        for depart in range(0, len(bande.etapes), PAR_BANDE):
            etapes = bande.etapes[depart : depart + PAR_BANDE]
            yield Bande(bande.nom, etapes, suite=depart > 0)


def _par_nom(
    echeances: Sequence[Echeance], ouverts: Ouverts, tous: bool
) -> Iterator[tuple[str, list[Echeance]]]:
    """Each person, by name, then the names that are nobody's of the group."""
    joints = {ligne.pk for lignes in lecture.destinataires(ouverts).values() for ligne in lignes}
    for ligne in sorted(ouverts.values(), key=lambda p: (p.nom, p.prenom, p.pk)):
        siennes = [e for e in echeances if ligne.pk in e.a_qui]
        if siennes and (tous or ligne.pk not in joints):
            yield str(ligne), siennes
    for nom in sorted({nom for e in echeances for nom in e.noms}):
        yield nom, [e for e in echeances if nom in e.noms]
