"""The rows of the portefeuille, kept as things are written: read the facts, write how each stands.

Called where a write ends, by what the console does, and every day for all of them.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from fresque.console.bilan import Regard, dossier, regards
from fresque.console.faits import RAISON, Faits, lire
from fresque.console.paliers import debuts, etats
from fresque.instant import Memoire, compter
from pasapas.ecriture.transactions import Mouvement, Mouvements
from pasapas.models import Accompagnement, Dossier, Etablissement, Palier, Partage, Projet
from pasapas.models.dossier import premiere_heure

A_LA_FOIS = 200
NOTEES = Memoire(5000)  # the fresques this process has seen written in this hour


def finir(faite: Mouvements) -> None:
    """Where a write ends: the filled boxes are counted, then the portefeuille is kept.

    A text that goes on, on a day already noted, changes nothing that a list says: no query is made
    for it. Somewhere a day begins at each hour. What another process wrote since is not known
    here: a fact asks who follows, always.
    """
    compter(faite)
    heure = timezone.now().replace(minute=0, second=0, microsecond=0)
    a_voir = {cle: m for cle, m in faite.items() if _compte(m) or not NOTEES.get((cle, heure))}
    suivies = _suivies(a_voir) if a_voir else {}
    for cle in a_voir:
        NOTEES.set((cle, heure), True)
    if a_tenir := faite.etablissements | set(suivies.values()):
        tenir(a_tenir)


def _compte(mouvement: Mouvement) -> bool:
    """The whole mur, what stands on no planche, or a fact."""
    return not mouvement.planches or mouvement.faits


def _suivies(faite: Mapping[int, Mouvement]) -> dict[int, int]:
    """The établissements of these fresques that a list shows, and that what moved may change."""
    suivi = Exists(Accompagnement.objects.sans_projet(RAISON).filter(projet=OuterRef("pk")))
    accepte = Partage.objects.sans_projet(RAISON).filter(projet=OuterRef("pk"), accepte=True)
    connu = Exists(
        Dossier.objects.sans_projet(RAISON).filter(etablissement=OuterRef("etablissement"))
    )
    murs = [cle for cle, m in faite.items() if m.planches is None]
    lus = (
        Projet.objects.sans_projet(RAISON)
        .filter(Q(pk__in=murs) | suivi | Exists(accepte) | ~connu, pk__in=faite)
        .filter(Q(etablissement__region__isnull=False) | connu)
        .order_by("pk")
    )
    return dict(lus.values_list("pk", "etablissement"))


def tenir(etablissements: Collection[int]) -> None:
    """Write how these établissements stand: about 15 queries, whatever they are."""
    cles = sorted(etablissements)
    for debut in range(0, len(cles), A_LA_FOIS):
        with transaction.atomic():
            _tenir(cles[debut : debut + A_LA_FOIS])


def tenir_tout() -> int:
    """Every day, in case something was written by another road."""
    tous = Etablissement.objects.sans_projet(RAISON).exclude(region=None)
    cles = list(tous.order_by("pk").values_list("pk", flat=True))
    tenir(cles)
    _oublier(list(Dossier.objects.sans_projet(RAISON).exclude(etablissement__in=tous.confirmes())))
    return len(cles)


def _tenir(cles: list[int]) -> None:
    """Held first, then read: of two who write at once, the second one sees what the first did."""
    connus = _tenus(cles)
    if neufs := set(cles) - connus.keys():
        suivies = Etablissement.objects.sans_projet(RAISON).exclude(region=None).confirmes()
        lacunes = suivies.filter(pk__in=neufs).order_by("pk").values_list("pk", flat=True)
        neufs_dossiers = [Dossier(etablissement_id=cle) for cle in lacunes]
        Dossier.objects.bulk_create(neufs_dossiers, ignore_conflicts=True)
        connus = _tenus(cles)
        if neufs - connus.keys():
            _dire_les_disparus(neufs - connus.keys())
    faits = [lu for lu in lire(cles) if lu.etablissement.pk in connus]
    gardes = _ecrire(faits, connus)
    presents = {lu.etablissement.pk for lu in faits}
    _oublier([un for cle, un in connus.items() if cle not in presents])
    Palier.objects.sans_projet(RAISON).filter(dossier__in=[d.pk for d in gardes]).delete()
    Palier.objects.bulk_create(
        palier for lu, garde in zip(faits, gardes, strict=True) for palier in _paliers(lu, garde)
    )


def _tenus(cles: list[int]) -> dict[int, Dossier]:
    tenus = Dossier.objects.sans_projet(RAISON).filter(etablissement__in=cles).order_by("pk")
    return {un.etablissement_id: un for un in tenus.select_for_update(of=("self",))}


def _oublier(dossiers: list[Dossier]) -> None:
    """No region any more, or nobody vouches for it."""
    for un in dossiers:
        un.delete()
        _dire_qu_il_en_manque(un.region_id)


def _dire_les_disparus(cles: set[int]) -> None:
    """An établissement that is no more took its row with it: nobody knows of which region."""
    restent = Etablissement.objects.sans_projet(RAISON).filter(pk__in=cles)
    if restent.count() < len(cles):
        tous = Dossier.objects.sans_projet(RAISON).order_by("region")
        for region in tous.values_list("region", flat=True).distinct():
            _dire_qu_il_en_manque(region)


def _dire_qu_il_en_manque(region: int | None) -> None:
    """One of those left says that the list changed."""
    reste = Dossier.objects.sans_projet(RAISON).filter(region=region).order_by("pk")
    reste.filter(pk__in=reste.values("pk")[:1]).update(tenu_le=timezone.now())


def _ecrire(faits: Iterable[Faits], connus: dict[int, Dossier]) -> list[Dossier]:
    """Those whose établissement has not gone meanwhile, in the order of their facts."""
    gardes: list[Dossier] = []
    champs: set[str] = {"tenu_le"}
    for lu in faits:
        garde = connus[lu.etablissement.pk]
        dits = dossier(lu)
        champs |= dits.keys()
        for nom, valeur in {**dits, "tenu_le": timezone.now()}.items():
            setattr(garde, nom, valeur)
        gardes.append(garde)
    if gardes:
        Dossier.objects.bulk_create(  # nine times less work than bulk_update, whose CASE are many
            gardes, update_conflicts=True, unique_fields=["pk"], update_fields=sorted(champs)
        )
    return gardes


def _paliers(lu: Faits, garde: Dossier) -> Iterator[Palier]:
    tous = list(regards(lu, garde))
    a_part = "".join(f",{regard.conseil}" for regard in tous if regard.conseil) + ","
    for regard in tous:
        yield from _suite(lu, garde, regard, "" if regard.conseil else a_part)


def _suite(lu: Faits, garde: Dossier, regard: Regard, a_part: str) -> Iterator[Palier]:
    commence = debuts(regard.causes, lu.regles)
    fuseau = lu.etablissement.fuseau
    copies = {nom: getattr(garde, nom) for nom in Palier.COPIES}
    for etat in etats(regard.parcours, commence):
        yield Palier(
            dossier=garde,
            conseil_id=regard.conseil,
            a_part=a_part,
            du=premiere_heure(etat.du, fuseau),
            au=premiere_heure(etat.au, fuseau),
            groupe=etat.groupe,
            raison=etat.raison,
            raisons="".join(f",{raison}" for raison in etat.raisons) + ",",
            debuts={str(raison): jour.isoformat() for raison, jour in commence.items()},
            rang=etat.rang(garde.tri),
            **copies,
            **regard.montre,
        )
