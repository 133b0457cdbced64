"""Annexe 4 as values: P7 « Réalisons le bilan », once per bilan (kit 1.5)."""

from collections.abc import Collection, Iterable
from functools import partial

from bilan.models import Bilan, Communication, PresenceBilan, Suite
from pasapas.models import Projet
from pasapas.models.champs import par_cle
from pasapas.valeurs.annexes import ANNEXES
from pasapas.valeurs.encarts import Champ, Encart, Genre, Ligne, case_texte
from pasapas.valeurs.planches import Planche, Section
from pasapas.valeurs.textes import jour, mois

ANNEXE = ANNEXES[3]
# The three encadrés of the guide d’usage (annexe 4, page 3); the last one bears the sheet’s words.
ENCADRES = (
    "1 - Renseignez vos apprentissages",
    "2 - Recensez et précisez vos intentions de communication",
    "3 - Et maintenant ?",
)
TEXTES = {
    "retenons": (
        "Que retenons-nous ?",
        "Quels sont nos apprentissages ? Que nous ont apporté les actions menées ? "
        "Quel bilan en faisons-nous ?",
        8,
    ),
    "valoriser": ("Que souhaitons-nous valoriser ?", "", 4),
    "poursuivre": ("Comment pouvons-nous poursuivre et conserver cette dynamique ?", "", 5),
}
_texte = partial(case_texte, "bilan")
_par_bilan = partial(par_cle, "bilan_id")


def annexe(
    projet: Projet, numeros: Collection[int] | None = None, *, retirees: bool = False
) -> tuple[Planche, ...]:
    """The P7 of these numbers (None: every one): at most 4 queries whatever the content.

    ``retirees``: those that were taken off too, as they were.
    """
    lus = list(Bilan.objects.de(projet))
    presents = [bilan for bilan in lus if bilan.retire_le is None]
    ici = lus if retirees else presents
    bilans = [bilan for bilan in ici if numeros is None or bilan.numero in numeros]
    cles = [bilan.pk for bilan in bilans]
    presences = _par_bilan(
        PresenceBilan.objects.filter(bilan__projet=projet, bilan__in=cles).select_related(
            "participant"
        )
    )
    communications = _par_bilan(
        Communication.objects.de(projet)
        .presents()
        .filter(bilan__in=cles)
        .select_related("responsable")
    )
    suites = _par_bilan(
        Suite.objects.de(projet).presents().filter(bilan__in=cles).select_related("fiche")
    )
    tous = _bilans(presents)
    return tuple(
        _bilan(bilan, presences[bilan.pk], communications[bilan.pk], suites[bilan.pk], tous)
        for bilan in bilans
    )


def vierge() -> Planche:
    """The P7 of nobody: to be filled by hand."""
    tous = _bilans([])
    return _bilan(Bilan(numero=1), [], [], [], tous)


def _bilan(
    bilan: Bilan,
    presences: list[PresenceBilan],
    communications: list[Communication],
    suites: list[Suite],
    tous: Encart,
) -> Planche:
    return Planche(
        code=f"bilan-{bilan.numero}",
        modele="bilan",
        page="P7",
        coordonnee=f"D{bilan.numero}",
        annexe=ANNEXE,
        titre="RÉALISONS LE BILAN",
        sous_titre=f"{bilan.get_type_display()} {jour(bilan.date)}".strip() if bilan.date else "",
        sections=(
            Section((_seance(bilan, presences),), nom="seance"),
            Section(
                (_texte(bilan, "retenons", *TEXTES["retenons"]),),
                nom="apprentissages",
                titre=ENCADRES[0],
            ),
            Section(
                (
                    _texte(bilan, "valoriser", *TEXTES["valoriser"]),
                    _communications(bilan, communications),
                ),
                nom="communication",
                titre=ENCADRES[1],
            ),
            Section(
                (_texte(bilan, "poursuivre", *TEXTES["poursuivre"]), _suites(bilan, suites)),
                nom="suite",
                titre=ENCADRES[2],
            ),
            Section((tous,), nom="bilans"),
        ),
    )


def _bilans(bilans: Iterable[Bilan]) -> Encart:
    """The way from one bilan to the next; of no use on paper."""
    return Encart(
        nom="bilans",
        titre="Nos bilans",
        hors_kit=True,
        genre=Genre.LISTE,
        lignes=tuple(
            Ligne(
                "bilan",
                bilan.pk,
                (Champ("type", bilan.get_type_display()), Champ("date", jour(bilan.date))),
                renvoi=f"bilan-{bilan.numero}",
            )
            for bilan in bilans
        ),
        objet="bilan",
        ajout="Commencer un autre bilan",
        imprimable=False,
    )


def _seance(bilan: Bilan, presences: list[PresenceBilan]) -> Encart:
    presents = ", ".join(str(presence.participant) for presence in presences)
    return Encart(
        nom="seance",
        titre="La séance de bilan",
        hors_kit=True,
        question="Quel jour ? Qui était là ?",
        genre=Genre.TEXTE,
        texte="\n".join(
            filter(
                None,
                [
                    f"{bilan.get_type_display()}, {jour(bilan.date)}" if bilan.date else "",
                    f"Participants : {presents}" if presents else "",
                ],
            )
        ),
        objet="bilan",
        pk=bilan.pk,
        champs=("type", "date", "participants"),
        lignes_vides=2,
    )


def _communications(bilan: Bilan, communications: list[Communication]) -> Encart:
    return Encart(
        nom="communications",
        titre="Sur quoi souhaitons-nous communiquer ? À qui ? Comment ?",
        genre=Genre.CARTES,
        lignes=tuple(
            Ligne(
                "communication",
                c.pk,
                (
                    Champ("sujet", c.sujet),
                    Champ("destinataires", c.destinataires, "À qui ?"),
                    Champ("moyens", c.moyens, "Comment ?"),
                    Champ("quand", c.quand, "Quand ?"),
                    Champ("responsable", str(c.responsable or ""), "Qui s’en charge ?"),
                ),
                pour=c.responsable_id,
            )
            for c in communications
        ),
        objet="communication",
        pk=bilan.pk,
        ajout="Ajouter une communication",
        lignes_vides=6,
    )


def _suites(bilan: Bilan, suites: list[Suite]) -> Encart:
    return Encart(
        nom="suites",
        titre="Quelles actions pour la suite ?",
        genre=Genre.LISTE,
        lignes=tuple(
            Ligne(
                "suite",
                suite.pk,
                (
                    Champ("texte", suite.texte),
                    Champ("echeance", mois(suite.echeance), "Échéance"),
                    Champ("fiche", str(suite.fiche or ""), "Fiche liée"),
                ),
            )
            for suite in suites
        ),
        objet="suite",
        pk=bilan.pk,
        ajout="Ajouter une action pour la suite",
        lignes_vides=5,
    )
