"""Slips drawn from a hat: each code serves once, and nothing says whose it is nor what it answered.

Who leads may know the codes, since somebody prints them. So it is not theft that is prevented: it
is made to show. A slip that served before its holder came is refused to them, plainly, and counted;
the slips drawn are counted aloud, and that number typed by someone else (docs/adr/0021).
"""

import random
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction
from django.db.models import QuerySet
from django.utils.crypto import salted_hmac

from diagnostic.campagnes.ouverture import SIGNES
from diagnostic.campagnes.refus import (
    BulletinInconnu,
    BulletinRemplace,
    BulletinServi,
    CampagneClose,
    Refus,
)
from diagnostic.campagnes.verrou import ouverte
from diagnostic.models import AccesRecueil, BulletinATirer, Passation, Tirage
from pasapas.acces.permissions import peut_temoigner
from pasapas.ecriture.journal import Geste, noter_champ
from pasapas.ecriture.transactions import ensemble
from pasapas.models import Participant, Projet
from pasapas.serveur import coffre

ALEA = random.SystemRandom()
PEU = 20  # people: below, slips are what is proposed (docs/rgpd.md says it too)
PAR_FOIS = 240  # slips printed at once, twenty sheets: the rest at the next click
TAILLE = 8  # signs of a code, « k7qf-2m9t »: 39 bits, and a digest that our own secret makes
SEPARATIONS = re.compile(r"[\W_]+")
USAGE = "diagnostic.bulletin_a_tirer"


def acces_propose(invites: int) -> str:
    """Slips where few are invited: what a few answer can be read."""
    return AccesRecueil.BULLETINS.value if invites < PEU else AccesRecueil.LIEN.value


def nu(code: str) -> str:
    """The code as it counts: small letters, without spaces nor dashes."""
    return SEPARATIONS.sub("", code).lower()


def empreinte(passation: Passation, code: str) -> str:
    return coffre.marque(USAGE, f"{passation.pk}:{nu(code)}")


def _le_bulletin(passation: Passation, code: str) -> QuerySet[BulletinATirer]:
    """The slip that bears this code, whichever of the server's secrets it was printed under."""
    marques = coffre.marques(USAGE, f"{passation.pk}:{nu(code)}")
    return bulletins_de(passation).filter(pk__in=marques)


def _codes(passation: Passation, cle: str, nombre: int) -> list[str]:
    """The codes of one sheet. The same form sent again prints the same sheet: a click that fell
    twice, or an answer that was lost, leaves no slip that nobody holds."""
    codes = []
    for rang in range(nombre):
        hasard = salted_hmac(
            "diagnostic.tirage", f"{passation.pk}:{cle}:{rang}", algorithm="sha256"
        )
        reste, signes = int.from_bytes(hasard.digest(), "big"), ""
        for _ in range(TAILLE):
            reste, signe = divmod(reste, len(SIGNES))
            signes += SIGNES[signe]
        codes.append(f"{signes[:4]}-{signes[4:]}")
    return codes


@ensemble
def imprimer(geste: Geste, passation: Passation, cle: str, *, refaire: bool = False) -> list[str]:
    """As many codes as people invited, told now and never again; with ``refaire``, those printed
    before serve no more. ``cle``: the key of the form. Raises Refus."""
    ligne = _tenir(passation)
    tirage, _ = Tirage.objects.get_or_create(passation=ligne)
    valables = bulletins_de(ligne).filter(annule=False).count()
    cle = cle or secrets.token_hex(16)
    if deja := _deja_imprimes(ligne, cle):
        return deja
    if refaire and tirage.tires is not None:
        raise Refus(
            "Les bulletins tirés sont déjà comptés : cette feuille ne se refait plus. Sinon, on "
            "pourrait répondre à la place des personnes qui ont tiré les leurs."
        )
    manquent = min((ligne.invites or 0) - (0 if refaire else valables), PAR_FOIS)
    if manquent <= 0:
        raise Refus(
            "Les bulletins sont déjà imprimés : cherchez la feuille dans vos téléchargements. "
            "Si elle est perdue, refaites-la : les premiers bulletins ne serviront plus."
        )
    if refaire:
        bulletins_de(ligne).update(annule=True)
    codes = _codes(ligne, cle, manquent)
    BulletinATirer.objects.bulk_create(
        BulletinATirer(passation=ligne, empreinte=empreinte(ligne, code)) for code in codes
    )
    brasser(ligne)
    tirage.imprime_par = geste.auteur
    tirage.save(update_fields=["imprime_par"])
    refaite = " (la feuille d’avant ne sert plus)" if refaire and valables else ""
    _noter(geste, ligne, "", f"{manquent} bulletins à tirer imprimés{refaite}")
    return codes


def _deja_imprimes(passation: Passation, cle: str) -> list[str]:
    """The codes of the sheet that this very form printed, when it did."""
    codes = _codes(passation, cle, passation.invites or 0)
    empreintes = {empreinte(passation, code): code for code in codes}
    connues = set(
        bulletins_de(passation).filter(pk__in=empreintes, annule=False).values_list("pk", flat=True)
    )
    return [code for marque, code in empreintes.items() if marque in connues]


@ensemble
def compter(geste: Geste, passation: Passation, tires: int) -> None:
    """The slips drawn, counted aloud; typed by somebody else than who printed. Raises Refus."""
    ligne = _tenir(passation)
    tirage = Tirage.objects.filter(passation=ligne).select_for_update(of=("self",)).first()
    valables = bulletins_de(ligne).filter(annule=False).count()
    if tirage is None or not valables:
        raise Refus("Aucun bulletin n’est imprimé : il n’y a rien à compter.")
    if tires > valables:
        raise Refus(f"{valables} bulletins sont imprimés : on n’a pas pu en tirer {tires}.")
    seul = tirage.imprime_par_id == geste.auteur.pk if geste.auteur else True
    autres = autres_du_groupe(geste.projet, tirage.imprime_par_id)
    if seul and autres:
        raise Refus(
            "Vous avez imprimé les bulletins : ce nombre est tapé par une autre personne du "
            f"groupe, depuis son compte ({', '.join(map(str, autres[:4]))})."
        )
    avant = "" if tirage.tires is None else f"{tirage.tires} bulletins tirés"
    tirage.tires, tirage.compte_par, tirage.compte_seul = tires, geste.auteur, seul
    tirage.save(update_fields=["tires", "compte_par", "compte_seul"])
    faute = " (tapé par qui les a imprimés, faute d’un autre compte)" if seul else ""
    _noter(geste, ligne, avant, f"{tires} bulletins tirés{faute}")


def autres_du_groupe(projet: Projet, sauf: int | None) -> list[Participant]:
    """Those of the group who can open this fresque, but for one."""
    comptes = Participant.objects.ouverts().de(projet).filter(user__is_active=True)
    siens = comptes.exclude(pk=sauf).order_by("nom", "prenom", "pk")
    return [autre for autre in siens if peut_temoigner(autre)]


def presenter(passation: Passation, code: str) -> None:
    """Whether this slip may serve. Nothing is used up before the first answer. Raises Refus."""
    with refus_comptes(passation, code):
        _libre(passation, code)


def consommer(passation: Passation, code: str) -> None:
    """This slip has served. To be called with the recueil held. Raises Refus."""
    ligne = _libre(passation, code)
    BulletinATirer.objects.celle(ligne).update(utilise=True)
    brasser(passation)


@contextmanager
def refus_comptes(passation: Passation, code: str) -> Iterator[None]:
    """A slip that is refused is counted, once however often it is presented."""
    try:
        yield
    except (BulletinServi, BulletinRemplace):
        with transaction.atomic():
            ligne = _le_bulletin(passation, code)
            if ligne.filter(refuse=False).exists():
                tenir(passation)
                ligne.update(refuse=True)
                brasser(passation)
        raise


def _libre(passation: Passation, code: str) -> BulletinATirer:
    ligne = _le_bulletin(passation, code).first()
    if ligne is None:
        raise BulletinInconnu
    if ligne.utilise:
        raise BulletinServi
    if ligne.annule:
        raise BulletinRemplace
    return ligne


def brasser(passation: Passation) -> None:
    """Write every slip again, in an order drawn by lot: the table keeps no order of use."""
    lignes = bulletins_de(passation).select_for_update(of=("self",)).order_by("pk")
    bulletins = list(lignes)
    bulletins_de(passation).delete()
    BulletinATirer.objects.bulk_create(ALEA.sample(bulletins, len(bulletins)))


def bulletins_de(passation: Passation) -> QuerySet[BulletinATirer]:
    return BulletinATirer.objects.filter(passation=passation)


def tenir(passation: Passation) -> None:
    """Hold the recueil: nobody else comes in, and it does not close, before this write ends."""
    ouvertes = Passation.objects.celle(passation).select_for_update(of=("self",))
    if not ouvertes.exclude(jeton="").exists():
        raise CampagneClose


def _tenir(passation: Passation) -> Passation:
    campagne = ouverte(passation.campagne)
    tenir(passation)
    ligne = Passation.objects.celle(passation).get()
    if not ligne.par_bulletins:
        raise Refus("Ce questionnaire est à lien ouvert : il n’a pas de bulletins à tirer.")
    ligne.campagne = campagne
    return ligne


def _noter(geste: Geste, passation: Passation, avant: str, apres: str) -> None:
    qui = f"{passation.get_college_display()}\u00a0: "
    noter_champ(geste, passation.campagne, "tirage", avant and qui + avant, qui + apres)
