"""Who comes: one person per role, each with an open access here and a closed one elsewhere."""

import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as METHODES
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.test import Client
from django.utils import timezone

from pasapas.models import Participant, Region, Role, User
from tests import factories as f
from tests.droits.lieux import AILLEURS, CLOS, ICI, Lieu
from tests.personnes import Fenetre, partager

UN_JOUR = 60 * 60 * 24  # seconds
SIMPLES = {
    "pilote": Role.PILOTE,
    "animateur": Role.ANIMATEUR,
    "contributeur": Role.CONTRIBUTEUR,
    "lecteur": Role.LECTEUR,
    "charge": Role.CHARGE_DE_MISSION,
    "carte": Role.CONTRIBUTEUR,
}


@dataclass
class Visiteur:
    """One browser, and where its person may go: ``acces`` by place, closed ones left out
    (``clos``: there is one)."""

    nom: str
    user: User | None = None
    acces: dict[str, Participant] = field(default_factory=dict)
    clos: bool = False
    fut_ici: bool = False
    biscuits: dict[str, str] = field(default_factory=dict)
    client: Client = field(default_factory=lambda: Fenetre(raise_request_exception=False))

    def entrer(self, **marques: Any) -> None:
        """Open a session; ``marques`` are what the way in leaves in it. Its proofs are fresh, and
        stay so: what is asked of an old one has its own tests."""
        TOTP.activate(self.user, generate_totp_secret())
        RecoveryCodes.activate(self.user)
        self.client.force_login(self.user)
        session = self.client.session
        entree = {"method": "password", "at": time.time() + UN_JOUR}
        session.update({METHODES: [entree], f"{METHODES}_user": str(self.user.pk), **marques})
        session.save()
        self.biscuits = {nom: biscuit.value for nom, biscuit in self.client.cookies.items()}

    def revenir(self) -> Client:
        """The browser as it was when it came in."""
        self.client.cookies.clear()
        self.client.cookies.load(self.biscuits)
        return self.client

    @property
    def administre(self) -> bool:
        """The adjoint does too, but was given no permission."""
        return bool(self.user and self.user.is_superuser)

    @property
    def conseille(self) -> bool:
        """Whom a mandate brings to the console, for one region."""
        return self.nom == "charge"

    @property
    def conseille_ailleurs(self) -> bool:
        return self.nom == "charge_ailleurs"


def inviter(lieux: dict[str, Lieu]) -> dict[str, Visiteur]:
    """Everyone, by name."""
    return {visiteur.nom: visiteur for visiteur in _tous(lieux)}


def _tous(lieux: dict[str, Lieu]) -> Iterator[Visiteur]:
    yield Visiteur("anonyme")
    ici, clos = lieux[ICI].projet, lieux[CLOS].projet
    region = ici.etablissement.region
    for nom, role in SIMPLES.items():
        visiteur = Visiteur(nom, f.UserFactory(email=None if nom == "carte" else f"{nom}@ici.fr"))
        visiteur.acces[ICI] = f.ParticipantFactory(
            projet=ici, role=role, user=visiteur.user, college="direction"
        )
        f.ParticipantFactory(projet=clos, role=role, user=visiteur.user, acces_clos_le=hier())
        visiteur.clos = True
        if role == Role.CHARGE_DE_MISSION:
            f.MandatFactory(user=visiteur.user, region=region)
            partager(visiteur.acces[ICI])
        visiteur.entrer(**({"carte": True} if nom == "carte" else {}))
        yield visiteur
    yield _sorti("ancien", ici, acces_clos_le=hier())
    yield _sorti("retire", ici, retire_le=timezone.now())
    yield _charge("charge_sans_mandat", ici)
    yield _charge("charge_ailleurs", ici, f.RegionFactory())
    yield _etrangere(lieux[AILLEURS])
    adjoint = Visiteur("adjoint", f.UserFactory(is_staff=True))
    adjoint.entrer()
    yield adjoint
    admin = Visiteur("administrateur", f.UserFactory(is_staff=True, is_superuser=True))
    admin.entrer()
    yield admin


def _sorti(nom: str, projet: Any, **champs: Any) -> Visiteur:
    """Someone who led the projet, and does no more."""
    visiteur = Visiteur(nom, f.UserFactory(), fut_ici=True)
    f.ParticipantFactory(projet=projet, role=Role.PILOTE, user=visiteur.user, **champs)
    visiteur.entrer()
    return visiteur


def _charge(nom: str, projet: Any, region: Region | None = None) -> Visiteur:
    """An adviser the projet accepted, without a mandate for its region."""
    visiteur = Visiteur(nom, f.UserFactory(), fut_ici=True)
    f.ParticipantFactory(projet=projet, role=Role.CHARGE_DE_MISSION, user=visiteur.user)
    if region:
        f.MandatFactory(user=visiteur.user, region=region)
    visiteur.entrer()
    return visiteur


def _etrangere(ailleurs: Lieu) -> Visiteur:
    """She leads the fresque of elsewhere, and has nothing to do with this one."""
    visiteur = Visiteur("etrangere", f.UserFactory())
    visiteur.acces[AILLEURS] = f.ParticipantFactory(
        projet=ailleurs.projet, role=Role.PILOTE, user=visiteur.user
    )
    visiteur.entrer()
    return visiteur


def hier() -> Any:
    return timezone.localdate() - timedelta(days=1)
