"""Recueils drawn by lot, with a thief: every slip used before its holder comes shows.

``PASAPAS_TIRAGES=400`` draws more of them (``make hostile``), ``PASAPAS_GRAINE`` others.
"""

import os
from dataclasses import dataclass
from itertools import count
from random import Random

import pytest

from diagnostic.campagnes import cloture, tirage
from diagnostic.models import BulletinAnonyme, BulletinATirer, Campagne, Passation
from diagnostic.resultats import lire
from pasapas.models import Projet
from tests.diagnostic.campagnes_outils import Telephone, geste, recueil_ouvert
from tests.personnes import Visiteur

pytestmark = pytest.mark.django_db
COMBIEN = int(os.environ.get("PASAPAS_TIRAGES", "6"))
GRAINE = int(os.environ.get("PASAPAS_GRAINE", "1"))
SAISIES = (str, str.upper, lambda code: code.replace("-", ""), lambda code: f" {code} ")


@dataclass
class Tire:
    """What one recueil must publish."""

    tires: int
    voles: int
    utilises: int = 0
    refuses: int = 0


def entrer(passation: Passation, code: str) -> tuple[Telephone, int]:
    telephone = Telephone(passation)
    reponse = telephone.post(f"{telephone.base}commencer/", {"bulletin": code})
    return telephone, reponse.status_code


def repondre(telephone: Telephone, alea: Random) -> int:
    """The first statement, sent once or again after an answer that was lost; then some others."""
    suite = ["q01"] * alea.choice((1, 1, 2)) + [f"q{n:02}" for n in range(2, alea.randint(2, 4))]
    return {telephone.repondre(code, alea.randint(1, 4)).status_code for code in suite}.pop()


def voler(passation: Passation, code: str, alea: Random) -> None:
    telephone, ouvert = entrer(passation, code)
    assert (ouvert, repondre(telephone, alea)) == (302, 302)


def venir(passation: Passation, code: str, alea: Random, *, vole: bool, lisait: bool) -> None:
    """A holder comes with the slip drawn. ``lisait``: stolen while the first page was read."""
    tape = alea.choice(SAISIES)(code)
    if lisait:
        telephone, ouvert = entrer(passation, tape)
        assert ouvert == 302
        voler(passation, code, alea)
        assert telephone.repondre("q01", 2).status_code == 409
    for _ in range(alea.randint(1, 3) if vole else 1):
        telephone, ouvert = entrer(passation, tape)
        assert ouvert == (409 if vole else 302)
    if not vole:
        assert repondre(telephone, alea) == 302


def jouer(passation: Passation, codes: list[str], compte: object, alea: Random) -> Tire:
    alea.shuffle(codes)
    attendu = Tire(alea.randint(1, len(codes)), alea.choice((0, 1, 2, 4, len(codes))))
    mains = codes[: attendu.tires]
    voles = set(alea.sample(codes, min(attendu.voles, len(codes))))
    avant = {code for code in voles if code not in mains or alea.random() < 0.7}
    for code in avant:
        voler(passation, code, alea)
    tirage.compter(compte, passation, attendu.tires)
    servis = set(avant)
    for code in alea.sample(mains, alea.randint(0, len(mains))):
        venir(passation, code, alea, vole=code in voles, lisait=code in voles - avant)
        servis.add(code)
        attendu.refuses += code in voles
    attendu.utilises = len(servis)
    return attendu


def test_chaque_bulletin_pris_avant_son_porteur_se_voit(
    projet: Projet, animatrice: Visiteur, contributrice: Visiteur
) -> None:
    """k slips used before their holders come: k refusals; more used than drawn is said."""
    compte, cles = geste(projet, contributrice.participant), count()
    vols = exces = 0
    for graine in range(COMBIEN):
        alea = Random(f"{GRAINE}-{graine}")
        passation = recueil_ouvert(projet, alea.randint(2, 19), acces="bulletins")
        auteur = geste(projet, animatrice.participant)
        codes = tirage.imprimer(auteur, passation, f"feuille {next(cles)}")
        attendu = jouer(passation, codes, compte, alea)
        assert BulletinAnonyme.objects.filter(passation=passation).count() == attendu.utilises
        if not attendu.utilises:
            Campagne.objects.celle(passation.campagne).delete()
            continue
        cloture.cloturer(geste(projet), passation.campagne)
        campagne = Campagne.objects.get(pk=passation.campagne_id)
        (publie,) = campagne.resultats["decomptes"]
        vu = (publie["tires"], publie["utilises"], publie["refuses"])
        assert vu == (attendu.tires, attendu.utilises, attendu.refuses), graine
        recolte = " ".join(lire(campagne).recolte)
        assert ("Il a servi plus de bulletins" in recolte) == (attendu.utilises > attendu.tires)
        assert not BulletinATirer.objects.exists()
        vols, exces = vols + attendu.refuses, exces + (attendu.utilises > attendu.tires)
    assert vols
    assert exces
