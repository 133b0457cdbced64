"""The campagnes of a file: attributed voices, and what was published of the others."""

import json
import random
import secrets
from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import Field

from diagnostic.campagnes.cloture import geler
from diagnostic.campagnes.ouverture import nouveau_jeton
from diagnostic.campagnes.recueil import empreinte
from diagnostic.models import (
    Bulletin,
    BulletinAnonyme,
    Campagne,
    Etonnement,
    HorsEchelle,
    Passation,
    Question,
    Questionnaire,
    Reponse,
)
from diagnostic.models.campagne import MINUTES_MAX, MINUTES_MIN, SEUIL_PLAFOND, SEUIL_PLANCHER
from fresque.fichier.formes import Cle, CleSimple, Dit, Faites, Forme, Id, Renvoi
from fresque.fichier.listes import Lignes
from fresque.fichier.passage import Entree, Sortie
from fresque.fichier.questionnaires import exiger, questionnaire_de, questions_de
from fresque.fichier.schema_resultats import Resultats
from pasapas.lecture import champs as natures
from pasapas.lecture.champs import liste

ALEA = random.SystemRandom()
Reponses = Sequence[int | str | None]


class Version(Cle):
    """The version of the questionnaire it was run with."""

    def natures(self) -> Dit:
        return {self.nom: natures.RenvoiExige, f"{self.nom}_version": natures.Numero}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        dite = ligne.questionnaire
        return {self.nom: dite.slug, f"{self.nom}_version": dite.version}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        return {"questionnaire": exiger(questionnaire_de(dit))}


class Minutes(CleSimple):
    """Said when they are not what every campagne is given."""

    bornes = (MINUTES_MIN, MINUTES_MAX)

    def _nature(self) -> Any:
        mini, maxi = self.bornes
        return Annotated[int | None, Field(default=None, ge=mini, le=maxi)]

    def commun(self, questionnaire: Questionnaire) -> Any:
        return self.champ.default

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        dit = getattr(ligne, self.nom)
        return {self.nom: None if dit == self.commun(ligne.questionnaire) else dit}

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        return {self.nom: dit[self.nom] or self.commun(exiger(questionnaire_de(dit)))}


class Seuil(Minutes):
    """Said when it is not the one that the questionnaire asks for."""

    bornes = (SEUIL_PLANCHER, SEUIL_PLAFOND)

    def commun(self, questionnaire: Questionnaire) -> Any:
        return questionnaire.seuil


class QuestionDite(Renvoi):
    """A question of the campagne, by its code."""

    def valeurs(self, dit: Dit, parent: Any, entree: Entree) -> Dit:
        par_code = {question.code: question for question in questions_de(parent.questionnaire)}
        return {self.nom: par_code.get(dit[self.nom])}


class Voix(Cle):
    """The attributed voice of a collège: a list of answers, in the order of the questionnaire.
    Individual answers never leave the database, and come in for the demo alone."""

    def natures(self) -> Dit:
        return {self.nom: liste(list[natures.Reponse])}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        bulletin = None if ligne.individuelle else ligne.bulletins.first()
        if bulletin is None:
            return {self.nom: []}
        dites = {un.question_id: un.hors_echelle or un.niveau for un in bulletin.reponses.all()}
        questions = questions_de(ligne.campagne.questionnaire)
        return {self.nom: [[dites.get(question.pk) for question in questions]]}

    def poser(self, faites: Faites, entree: Entree) -> None:
        for passation, dit in faites:
            questions = questions_de(passation.campagne.questionnaire)
            if not passation.individuelle:
                _ecrire_voix(passation, dit[self.nom], questions)
            elif passation.campagne.ouverte:
                passation.jeton = nouveau_jeton()
                passation.save(update_fields=["jeton"])
            elif entree.reponses_individuelles:
                _ecrire_bulletins(passation, dit[self.nom], questions)


def _ecrire_voix(
    passation: Passation, listes: Sequence[Reponses], questions: Sequence[Question]
) -> None:
    for reponses in listes:
        bulletin = Bulletin.objects.create(passation=passation)
        Reponse.objects.bulk_create(
            Reponse(bulletin=bulletin, question=question, hors_echelle=reponse)
            if reponse in HorsEchelle.values
            else Reponse(bulletin=bulletin, question=question, niveau=reponse)
            for question, reponse in zip(questions, reponses, strict=True)
            if reponse is not None
        )


def _ecrire_bulletins(
    passation: Passation, listes: Sequence[Reponses], questions: Sequence[Question]
) -> None:
    """Shuffled, so that a bulletin's place in the table does not say whose it was."""
    BulletinAnonyme.objects.bulk_create(
        BulletinAnonyme(
            passation=passation,
            empreinte=empreinte(secrets.token_urlsafe(32)),
            rendu=True,
            reponses={
                question.code: reponse
                for question, reponse in zip(questions, reponses, strict=True)
                if reponse is not None
            },
        )
        for reponses in ALEA.sample(listes, len(listes))
    )


class Publies(Cle):
    """What was published at closing, where answers that no longer exist made it: collective
    voices give theirs again. A closed campagne keeps them, or publishes now."""

    def natures(self) -> Dit:
        return {self.nom: Resultats}

    def relever(self, ligne: Any, sortie: Sortie) -> Dit:
        passations = sortie.lignes(Passation, ligne, avec="campagne__questionnaire")
        anonymes = any(passation.individuelle for passation in passations)
        publies = ligne.resultats if anonymes else None
        return {
            self.nom: json.dumps(publies, sort_keys=True, ensure_ascii=False) if publies else ""
        }

    def poser(self, faites: Faites, entree: Entree) -> None:
        for campagne, dit in faites:
            if dit[self.nom]:
                campagne.resultats = json.loads(dit[self.nom])
                campagne.save(update_fields=["resultats"])
            elif campagne.close_le:
                geler(campagne, campagne.close_le)


PASSATION = Forme(
    Passation,
    *("college", "mode"),
    CleSimple("acces", tue=True),
    *("participants", "invites"),
    Voix("reponses"),
    avec="campagne__questionnaire",
)
CAMPAGNE = Forme(
    Campagne,
    Id("id", "reference"),
    "nom",
    Version("questionnaire"),
    *("ouverte_le", "cloture_prevue", "close_le"),
    Seuil("seuil"),
    Minutes("minutes"),
    Lignes("passations", PASSATION, ecrite=True),
    Lignes("etonnements", Forme(Etonnement, "texte", QuestionDite("question"))),
    Publies("resultats"),
    ordre=("pk",),
    avec="questionnaire",
)
