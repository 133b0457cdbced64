"""Fill an installation with the demo: the example projet, its accounts, a portefeuille."""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from fresque.accompagnement import finess
from fresque.console.tenue import tenir_tout
from fresque.demonstration import portefeuille
from fresque.demonstration.vie import animer
from fresque.fichier import FichierProjet, importer, lire
from fresque.kit.exemple import FICHIER as EXEMPLE
from fresque.ouverture import ouvrir_projet
from pasapas.comptes.demo import (
    ADMINISTRATION_DEMO,
    AUTRES_DEMO,
    COLLEGUE_DEMO,
    COMPTES_DEMO,
    MOT_DE_PASSE_DEMO,
)
from pasapas.ecriture.changements import bouger
from pasapas.models import (
    Accompagnement,
    Etablissement,
    Mandat,
    Partage,
    Participant,
    Projet,
    Region,
    Role,
    User,
)

CHARGE = COMPTES_DEMO[-1][2]
PAYS_DE_LA_LOIRE, BRETAGNE = "pays-de-la-loire", "bretagne"
IDENTITE = ("reference", "prenom", "nom", "fonction", "organisme", "courriel")
FINESS = Path(portefeuille.__file__).with_name("finess.csv")  # invented, to be looked up


class Command(BaseCommand):
    help = (
        "Charge le projet d’exemple et ses comptes, comme si on l’écrivait aujourd’hui. Peut être "
        "relancée : rien n’est écrasé."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--exemple-seul",
            action="store_true",
            help="Le projet d’exemple et ses comptes, sans les quarante du portefeuille.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError(
                "La démonstration est éteinte sur cette installation : elle ouvrirait des "
                "comptes dont le mot de passe est connu de tous. Pour l’allumer : PASAPAS_DEMO=1."
            )
        with transaction.atomic():
            fichier = animer(lire(EXEMPLE.read_bytes()), timezone.localdate())
            tous = Projet.objects.sans_projet("ligne de commande")
            deja = tous.filter(identifiant=fichier.projet.id).order_by("pk").first()
            projet = deja or importer(fichier, reponses_individuelles=True)
            comptes = ouvrir_comptes(projet)
            if deja is None:
                accepter(projet, comptes.get(CHARGE))
            ouvrir_portefeuille(fichier, projet, comptes)
            donner_mandats(projet)
            if not options["exemple_seul"]:
                administrer()
                charge = next(c for c in comptes.values() if c.email == CHARGE)
                conseils = {PAYS_DE_LA_LOIRE: charge, BRETAGNE: ouvrir_collegue(BRETAGNE)}
                portefeuille.ouvrir(conseils, timezone.localdate())
                finess.importer(FINESS.read_bytes(), finess.lire_colonnes(finess.COLONNES))
                tenir_tout()
        self.annoncer(seul=options["exemple_seul"])

    def annoncer(self, *, seul: bool) -> None:
        """Where to go, and as whom."""
        comptes = COMPTES_DEMO if seul else (*COMPTES_DEMO, *AUTRES_DEMO)
        largeurs = [max(len(compte[i]) for compte in comptes) for i in range(3)]
        lignes = (
            "  ".join(mot.ljust(largeur) for mot, largeur in zip(compte, largeurs, strict=True))
            for compte in comptes
        )
        port = os.environ.get("PORT") or "8000"
        texte = [
            "",
            f"La démonstration est prête : http://127.0.0.1:{port}/",
            "",
            "Comptes de démonstration (établissements et personnes fictifs) :",
            "",
            *(f"  {ligne.rstrip()}" for ligne in lignes),
            "",
            f"Mot de passe de tous ces comptes : {MOT_DE_PASSE_DEMO}",
        ]
        self.stdout.write("\n".join(texte))


def administrer() -> None:
    """The account that gives rights, opens programmes, and sees every region."""
    ouvrir_compte(ADMINISTRATION_DEMO, User.objects.create_superuser)


def ouvrir_collegue(code: str) -> User:
    """The other adviser: of this region alone."""
    compte = ouvrir_compte(COLLEGUE_DEMO, User.objects.create_user)
    if not Mandat.objects.filter(user=compte).exists():
        Mandat.objects.create(user=compte, region=Region.objects.get(code=code))
    return compte


def ouvrir_compte(qui: tuple[str, str, str], creer: Callable[..., User]) -> User:
    """The account of this person, unless it is there already."""
    nom, _, courriel = qui
    prenom, _, famille = nom.partition(" ")
    compte = User.objects.filter(email=courriel).first()
    return compte or creer(courriel, MOT_DE_PASSE_DEMO, prenom=prenom, nom=famille)


def ouvrir_comptes(projet: Projet) -> dict[str, User]:
    """The demo accounts by address, each tied to the participant who bears it."""
    adresses = [adresse for _, _, adresse in COMPTES_DEMO]
    comptes = {user.email or "": user for user in User.objects.filter(email__in=adresses)}
    participants = Participant.objects.de(projet).presents().filter(courriel__in=adresses)
    deja = set(Participant.objects.de(projet).values_list("user", flat=True))
    for participant in participants.select_for_update(of=("self",)):
        adresse = participant.courriel
        if adresse not in comptes:
            comptes[adresse] = User.objects.create_user(
                adresse, MOT_DE_PASSE_DEMO, prenom=participant.prenom, nom=participant.nom
            )
        if participant.user_id is None and comptes[adresse].pk not in deja:
            deja.add(comptes[adresse].pk)
            participant.user = comptes[adresse]
            participant.save(update_fields=["user"])
    return comptes


def ouvrir_portefeuille(fichier: FichierProjet, exemple: Projet, comptes: dict[str, User]) -> None:
    """The other établissements the example's adviser follows: fresques still empty."""
    accompagnement = fichier.accompagnement
    reference = accompagnement.charge_de_mission_id if accompagnement else ""
    charge = Participant.objects.de(exemple).filter(reference=reference).first()
    if charge is None:
        return
    # By the name in the file: what was typed since then must not bring a second one.
    deja = set(
        Projet.objects.sans_projet("ligne de commande").values_list("identifiant", flat=True)
    )
    for suivi in fichier.portefeuille:
        if suivi.nom != fichier.etablissement.nom and slugify(suivi.nom) not in deja:
            ouvrir_suivi(suivi, charge, comptes.get(charge.courriel))


def ouvrir_suivi(suivi: Any, charge: Participant, compte: User | None) -> None:
    """One établissement followed by ``charge``, as far along as the portefeuille says."""
    etablissement = Etablissement.objects.create(
        region=Region.objects.get(code=suivi.region) if suivi.region else None,
        **suivi.model_dump(
            include={"nom", "departement", "type", "statut_juridique", "autorisation"}
        ),
    )
    projet = ouvrir_projet(
        etablissement=etablissement, nom=suivi.nom, identifiant=slugify(suivi.nom)
    )
    identite = {nom: getattr(charge, nom) for nom in IDENTITE}
    participant = Participant.objects.create(
        projet=projet, role=Role.CHARGE_DE_MISSION, user=compte, **identite
    )
    realises, prevus = suivi.jours or (None, None)
    Accompagnement.objects.create(
        projet=projet,
        charge_de_mission=participant,
        suivi_par=compte,
        phase=str(suivi.phase),
        debut=suivi.debut,
        jours_realises=realises,
        jours_prevus=prevus,
    )
    accepter(projet, compte)
    bouger(projet)
    if suivi.derniere_activite:
        Projet.objects.celle(projet).update(modifie_le=portefeuille.midi(suivi.derniere_activite))


def accepter(projet: Projet, compte: User | None) -> None:
    """The group of this fresque shows its adviser everything."""
    if compte is not None:
        annexes = {f"annexe_{numero}": True for numero in (1, 2, 3, 4)}
        Partage.objects.get_or_create(
            projet=projet,
            conseil=compte,
            defaults={"accepte": True, "repondu_le": timezone.now(), **annexes},
        )
        seuls = Accompagnement.objects.de(projet).filter(suivi_par=None)
        seuls.update(suivi_par=compte)


def donner_mandats(exemple: Projet) -> None:
    """The example's adviser has a mandate for each region of the portefeuille: 2 queries."""
    suivis = Participant.objects.filter(
        role=Role.CHARGE_DE_MISSION, user__participations__projet=exemple
    )
    regions = suivis.exclude(projet__etablissement__region=None).order_by("user")
    paires = regions.values_list("user", "projet__etablissement__region").distinct()
    Mandat.objects.bulk_create(
        (Mandat(user_id=user, region_id=region) for user, region in paires),
        ignore_conflicts=True,
    )
