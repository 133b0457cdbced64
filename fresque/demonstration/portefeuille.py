"""The portefeuille of the demo: établissements in every state the console tells apart, invented
from a fixed seed, and as many days old today as any other day."""

import csv
import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from bilan.models import Bilan
from diagnostic.models import Campagne, EtatDesLieux
from diagnostic.operations import questionnaire_courant
from fiches.models import Etape, FicheAction, StatutFiche
from fresque.models import Constat
from fresque.ouverture import ouvrir_projet
from pasapas.ecriture.changements import bouger
from pasapas.ecriture.transactions import ecriture
from pasapas.models import (
    Accompagnement,
    Etablissement,
    Intervention,
    Invitation,
    Partage,
    Participant,
    Pause,
    Programme,
    Projet,
    Region,
    Role,
    User,
)
from pasapas.valeurs.departements import DEPARTEMENTS
from pasapas.valeurs.periodes import Borne
from pasapas.valeurs.textes import mois_apres

GRAINE = 13
PARIS = ZoneInfo("Europe/Paris")
# ``etat``: what happens there, of ``ETATS``.
ETABLISSEMENTS = Path(__file__).with_suffix(".csv")
PRENOMS = ("Nora", "Luc", "Aminata", "Éric", "Salomé", "Yann", "Fatou", "Denis", "Maëlle", "Hugo")
NOMS = ("Bertin", "Cadiou", "Diallo", "Fouché", "Guérin", "Lebrun", "Moreau", "Petit", "Rouault")
CONSTATS = (
    "Les transmissions du soir se font dans le couloir.",
    "Les remplacements sont décidés le matin pour l’après-midi.",
    "Personne ne sait à qui parler d’une situation qui inquiète.",
    "Les nouveaux arrivent sans que rien ne soit prêt.",
)
ACTIONS = (
    ("Des transmissions qui tiennent", "Essai de la fiche de relais dans deux équipes"),
    ("Accueillir les nouveaux", "Le livret relu par trois remplaçants"),
)


@dataclass(frozen=True)
class Etat:
    """``mois`` since it began, ``phase`` it is in, ``partage`` annexes shown, ``niveau`` of what
    is written (0 to 4), ``silence``: days since someone wrote."""

    mois: int = 3
    phase: str = "2"
    partage: str = "1234"
    niveau: int = 3
    silence: int = 3
    venu: bool = True


ETATS = {
    "rappel": Etat(mois=4),
    "rappel_jour": Etat(mois=2, silence=2),
    "sans_note": Etat(mois=2, partage="12", niveau=2),
    "invitation": Etat(mois=1, phase="1", partage="", niveau=0, venu=False),
    "accord": Etat(mois=3, partage="", silence=6),
    "silence": Etat(mois=5, phase="3", partage="12", niveau=2, silence=41),
    "phase": Etat(mois=5, phase="2", silence=4),
    "autodiagnostic": Etat(mois=0, phase="1", niveau=2, silence=1),
    "etape": Etat(mois=6, phase="3", niveau=4, silence=2),
    "salarie": Etat(mois=0, phase="1", niveau=1, silence=3),
    "attente": Etat(mois=2, silence=29),
    "calme": Etat(mois=2, silence=5),
    "pause": Etat(mois=4, silence=60),
    "hors": Etat(mois=7, phase="2", partage="13", silence=9),
    "termine": Etat(mois=10, phase="termine", niveau=4, silence=70),
}


def ouvrir(conseils: Mapping[str, User], aujourd_hui: date) -> int:
    """Open those that are not there yet, each followed by the adviser of its region; how many."""
    periodes = {code: _periode(code, aujourd_hui) for code in conseils}
    tous = Etablissement.objects.sans_projet("ligne de commande")
    deja = set(tous.filter(region__code__in=conseils).values_list("nom", flat=True))
    hasard = random.Random(GRAINE)  # noqa: S311  # nosec B311  # invented
    faits = 0
    lignes = csv.DictReader(ETABLISSEMENTS.read_text("utf-8").splitlines(), delimiter=";")
    for rang, ligne in enumerate(lignes):
        quoi, code = ligne.pop("etat"), DEPARTEMENTS[ligne["departement"]][1]
        invente = _Maison(hasard.sample(PRENOMS, 4), hasard.sample(NOMS, 4), rang)
        if ligne["nom"] in deja:
            continue
        etablissement = Etablissement.objects.create(
            region=periodes[code].region,
            statut_juridique="prive_non_lucratif" if rang % 3 else "public",
            autorisation="ase",
            effectif=20 + 3 * rang,
            capacite=12 + rang,
            **ligne,
        )
        _peupler(etablissement, conseils[code], periodes[code], quoi, invente, aujourd_hui)
        faits += 1
    return faits


def _periode(code: str, aujourd_hui: date) -> Programme:
    """Under which one is accompanied in this region."""
    programme, _ = Programme.objects.select_related("region").get_or_create(
        nom="Pas à pas (démonstration)",
        region=Region.objects.get(code=code),
        defaults={"ouvert_du": aujourd_hui - timedelta(days=400)},
    )
    return programme


@dataclass(frozen=True)
class _Maison:
    prenoms: list[str]
    noms: list[str]
    rang: int


def _peupler(
    la: Etablissement, compte: User, programme: Programme, quoi: str, qui: _Maison, ici: date
) -> None:
    etat = ETATS[quoi]
    # Two of a kind are not quite as old: the list sorts them.
    silence = etat.silence + (qui.rang % 4) * (7 if quoi == "silence" else 1)
    with ecriture():
        projet = ouvrir_projet(etablissement=la, nom=la.nom)
        pilote = _groupe(projet, etat, qui, ici, avec_salarie=quoi != "salarie")
        charge = _conseil(projet, compte, etat, ici)
        debut = mois_apres(ici - timedelta(days=10), -etat.mois)
        suivi = Accompagnement.objects.create(
            projet=projet,
            suivi_par=compte,
            charge_de_mission=charge,
            programme=None if quoi == "hors" else programme,
            hors_programme=quoi == "hors",
            phase=etat.phase,
            debut=debut,
            phase_2_le=None if etat.phase == "1" else debut + timedelta(days=25),
            phase_3_le=debut + timedelta(days=85) if etat.phase in {"3", "termine"} else None,
            termine_le=ici - timedelta(days=20) if etat.phase == "termine" else None,
            convention_signee_le=debut,
            jours_prevus=5 + qui.rang % 4,
        )
        _ecrire(projet, etat, pilote, quoi, ici)
        Intervention.objects.bulk_create(_echanges(suivi, compte, quoi, qui.rang, ici))
        if quoi == "pause":
            du = ici - timedelta(days=30)
            raison = "Changement de direction"
            Pause.objects.create(projet=projet, accompagnement=suivi, du=du, raison=raison)
        bouger(projet, travail=False)
        Projet.objects.celle(projet).update(modifie_le=midi(ici - timedelta(days=silence)))


def _groupe(projet: Projet, etat: Etat, qui: _Maison, ici: date, *, avec_salarie: bool) -> Any:
    """A pilote, who came or was only invited, and two others."""
    courriel = f"direction.{qui.rang + 1}@example.org"
    venue = midi(ici - timedelta(days=30 * etat.mois + 20))
    compte = None
    if etat.venu:
        compte = User.objects.filter(email=courriel).first() or User.objects.create_user(
            courriel, prenom=qui.prenoms[0], nom=qui.noms[0]
        )
    fonctions = ("Directeur ou directrice", "Cheffe de service", "Éducateur spécialisé")
    colleges = ("direction", "encadrement", "salaries" if avec_salarie else "encadrement")
    gens = [
        Participant(
            projet=projet,
            reference=f"personne-{place}",
            prenom=qui.prenoms[place],
            nom=qui.noms[place],
            fonction=fonctions[place],
            college=colleges[place],
            role=Role.PILOTE if place == 0 else Role.CONTRIBUTEUR,
            courriel=courriel if place == 0 else "",
            telephone=f"02 61 91 {qui.rang + 10:02d} {place:02d}" if place < 2 else "",
            user=compte if place == 0 else None,
            acces_depuis=venue,
            ordre=place,
            ordre_equipe=place,
        )
        for place in range(3 if etat.venu else 1)
    ]
    Participant.objects.bulk_create(gens)
    if not etat.venu:
        invitation = Invitation.objects.create(
            projet=projet,
            participant=gens[0],
            courriel=courriel,
            empreinte=f"{qui.rang:064d}",
            expire_le=midi(ici - timedelta(days=8)),
        )
        envoyee = midi(ici - timedelta(days=17 + 14 * (qui.rang % 2)))
        Invitation.objects.filter(pk=invitation.pk, projet=projet).update(cree_le=envoyee)
    return gens[0]


def _conseil(projet: Projet, compte: User, etat: Etat, ici: date) -> Participant | None:
    """Whether the group said yes to the adviser, and what it shows."""
    demande = midi(ici - timedelta(days=22))
    if not etat.venu:
        return None
    partage = Partage(projet=projet, conseil=compte, demande_le=demande)
    if etat.partage:
        partage.accepte, partage.repondu_le = True, demande
        for numero in etat.partage:
            setattr(partage, f"annexe_{numero}", True)
    partage.save()
    if not etat.partage:
        return None
    return Participant.objects.create(
        projet=projet,
        reference="conseil",
        prenom=compte.prenom,
        nom=compte.nom,
        fonction="Chargé ou chargée de mission",
        organisme=f"Aract {projet.etablissement.region}",
        courriel=compte.email or "",
        role=Role.CHARGE_DE_MISSION,
        user=compte,
        ordre=9,
    )


def _ecrire(projet: Projet, etat: Etat, pilote: Participant, quoi: str, ici: date) -> None:
    if etat.niveau >= 1:
        projet.ambition = "Que chacun sache, en arrivant, à qui parler et où trouver."
        projet.probleme = "Les équipes se croisent sans se parler."
        projet.save(update_fields=["ambition", "probleme"])
        Constat.objects.bulk_create(
            Constat(projet=projet, texte=texte, auteur=pilote, ordre=rang)
            for rang, texte in enumerate(CONSTATS[: 1 + etat.niveau])
        )
    if etat.niveau >= 2:
        EtatDesLieux.objects.de(projet).update(
            outil="autodiagnostic-pas-a-pas",
            mis_en_place="Deux séances, une par équipe.",
            deroulement="Chaque collège a répondu de son côté, puis nous avons comparé.",
        )
        if quoi != "silence":
            _campagne(projet, quoi, ici)
    if etat.niveau >= 3:
        _fiches(projet, quoi, pilote, ici)
    if etat.niveau >= 4:
        Bilan.objects.de(projet).update(
            retenons="Essayer sur deux équipes avant de généraliser.",
            valoriser="Le relais du soir.",
        )


def _campagne(projet: Projet, quoi: str, ici: date) -> None:
    """Open for long where that is what calls; else for a few days."""
    depuis = 44 if quoi == "autodiagnostic" else 9
    Campagne.objects.create(
        projet=projet,
        nom="Autodiagnostic",
        reference="campagne-1",
        questionnaire=questionnaire_courant(),
        ouverte_le=ici - timedelta(days=depuis),
    )


def _fiches(projet: Projet, quoi: str, pilote: Participant, ici: date) -> None:
    for numero, (intitule, etape) in enumerate(ACTIONS, 1):
        fiche = FicheAction.objects.create(
            projet=projet,
            numero=numero,
            ordre=numero,
            intitule=intitule,
            statut=StatutFiche.EN_COURS,
            problematique="Ce que l’un sait, l’autre l’ignore.",
            objectif="Que rien ne se perde entre deux équipes.",
            referent=pilote,
        )
        retard = quoi == "etape" and numero == 1
        fin = ici - timedelta(days=12) if retard else ici + timedelta(days=20 * numero)
        Etape.objects.create(
            projet=projet,
            fiche=fiche,
            intitule=etape,
            periode_envisagee=f"{fin:%d/%m/%Y}",
            periode_debut=Borne.du_jour(fin - timedelta(days=30)),
            periode_fin=Borne.du_jour(fin),
        )


def _echanges(
    suivi: Accompagnement, compte: User, quoi: str, rang: int, ici: date
) -> Iterator[Intervention]:
    """Days spent, then what the adviser noted last."""

    def une(type_: str, il_y_a: int, **dits: Any) -> Intervention:
        jour = ici - timedelta(days=il_y_a)
        return Intervention(
            projet=suivi.projet,
            accompagnement=suivi,
            type=type_,
            date=jour,
            auteur=compte,
            cree_le=midi(jour),
            ordre=1000 - il_y_a,
            **dits,
        )

    if quoi not in {"invitation", "accord", "autodiagnostic", "salarie"}:
        yield une("intervention_sur_site", 70, jours=1, intitule="Première rencontre du groupe")
        if rang % 2:
            yield une("appui_conseil_a_distance", 45, heures=4, intitule="Point à distance")
    if quoi == "rappel":
        quand = ici - timedelta(days=2)
        yield une("appel", 9, note="après le CSE", rappeler_le=quand)
    elif quoi == "rappel_jour":
        yield une("appel", 6, note="date de la visite", rappeler_le=ici)
    elif quoi == "sans_note":
        rendez_vous = ici - timedelta(days=3)
        yield une("visite", 25, note="Entretien à faire", rendez_vous_le=rendez_vous)
    elif quoi == "attente":
        rappel = ici + timedelta(days=7) if rang % 2 else None
        yield une("appel", 4, note="direction en arrêt, la cheffe rappelle", rappeler_le=rappel)
    elif quoi in {"phase", "etape"} or (quoi == "calme" and rang % 2):
        rendez_vous = ici + timedelta(days=4 + rang % 9)
        heure = time(14)
        yield une("visite", 30, rendez_vous_le=rendez_vous, rendez_vous_heure=heure)


def midi(jour: date) -> datetime:
    """Noon in Paris, so that the day is the same in every time zone of France."""
    return datetime.combine(jour, time(12), PARIS)
