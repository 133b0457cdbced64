"""Writing annexes 2, 3 and 4 of a file."""

import random

from bilan.models import Bilan, Communication, Suite
from bilan.operations import noter_presents
from diagnostic.models import (
    Bulletin,
    Campagne,
    ElementTheme,
    EtatDesLieux,
    HorsEchelle,
    Intention,
    Passation,
    Piste,
    Question,
    Reponse,
    SyntheseTheme,
)
from diagnostic.models.campagne import ModePassation
from diagnostic.models.etat_des_lieux import Sens
from fiches.models import Etape, Facteur, FicheAction, Origine, RubriqueAjoutee, Signe
from fiches.operations import poser_themes
from fresque.fichier.questionnaires import questionnaire_de, questionnaire_etat, questions_de
from fresque.fichier.registre import Registre
from fresque.fichier.schema import FichierProjet, ProjetFichier
from fresque.fichier.schema_annexes_1_2 import Annexe2, CampagneFichier, PassationFichier
from fresque.fichier.schema_annexes_3_4 import BilanFichier, FicheFichier

ALEA = random.SystemRandom()


def ecrire_annexe_2(
    registre: Registre, fichier: FichierProjet, *, reponses_individuelles: bool
) -> None:
    source = fichier.projet.annexe_2
    questionnaire = questionnaire_etat(fichier.model_dump())
    registre.themes = {theme.code: theme for theme in questionnaire.themes.all()}
    EtatDesLieux.objects.create(
        projet=registre.projet,
        questionnaire=questionnaire,
        **source.model_dump(
            include={
                "outil",
                "outil_precision",
                "mis_en_place",
                "deroulement",
                "rapport_etonnement",
                "apprentissages",
            }
        ),
    )
    for campagne in source.campagne:
        _ecrire_campagne(registre, campagne, reponses_individuelles)
    _ecrire_syntheses(registre, source)
    Piste.objects.bulk_create(
        registre.nouveau(Piste, texte=texte) for texte in source.pistes_action
    )
    intentions = Intention.objects.bulk_create(
        registre.nouveau(
            Intention,
            texte=intention.texte,
            theme=registre.themes[intention.theme] if intention.theme else None,
        )
        for intention in source.intentions
    )
    registre.intentions = [
        (ligne, intention.fiche)
        for ligne, intention in zip(intentions, source.intentions, strict=True)
        if intention.fiche is not None
    ]


def _ecrire_syntheses(registre: Registre, source: Annexe2) -> None:
    dites = {synthese.theme: synthese for synthese in source.syntheses}
    elements = []
    for code, theme in registre.themes.items():
        synthese = dites.get(code)
        ligne = SyntheseTheme.objects.create(
            projet=registre.projet,
            theme=theme,
            points_de_vue=synthese.points_de_vue if synthese else "",
        )
        for sens in Sens if synthese else ():
            elements += [
                registre.nouveau(ElementTheme, synthese=ligne, sens=sens, texte=texte)
                for texte in getattr(synthese, f"a_{sens.value}")
            ]
    ElementTheme.objects.bulk_create(elements)


def _ecrire_campagne(
    registre: Registre, source: CampagneFichier, reponses_individuelles: bool
) -> None:
    questionnaire = questionnaire_de(source.model_dump())
    campagne = Campagne.objects.create(
        projet=registre.projet,
        reference=source.id,
        questionnaire=questionnaire,
        ouverte_le=source.ouverte_le,
        close_le=source.close_le,
    )
    questions = questions_de(questionnaire)
    for rang, passation in enumerate(source.passations):
        ligne = Passation.objects.create(
            campagne=campagne,
            ordre=rang,
            **passation.model_dump(exclude={"reponses"}),
        )
        if passation.mode == ModePassation.COLLECTIVE or reponses_individuelles:
            _ecrire_reponses(ligne, passation, questions)


def _ecrire_reponses(
    passation: Passation, source: PassationFichier, questions: list[Question]
) -> None:
    """Shuffled, so that a bulletin's place in the table does not say whose it was."""
    listes = ALEA.sample(source.reponses, len(source.reponses))
    bulletins = Bulletin.objects.bulk_create(Bulletin(passation=passation) for _ in listes)
    lignes = []
    for bulletin, reponses in zip(bulletins, listes, strict=True):
        for question, reponse in zip(questions, reponses, strict=True):
            if reponse in HorsEchelle.values:
                lignes.append(Reponse(bulletin=bulletin, question=question, hors_echelle=reponse))
            elif reponse is not None:
                lignes.append(Reponse(bulletin=bulletin, question=question, niveau=reponse))
    Reponse.objects.bulk_create(ALEA.sample(lignes, len(lignes)))


def ecrire_annexe_3(registre: Registre, source: ProjetFichier) -> None:
    for fiche in source.annexe_3.fiches:
        registre.fiches[fiche.numero] = _ecrire_fiche(registre, fiche)
    Origine.objects.bulk_create(
        Origine(intention=intention, fiche=registre.fiches[numero])
        for intention, numero in registre.intentions
    )


def _ecrire_fiche(registre: Registre, source: FicheFichier) -> FicheAction:
    listes = {
        "themes",
        "referent_id",
        "facteurs_reussite",
        "contraintes",
        "etapes",
        "postits",
        "rubriques_ajoutees",
    }
    fiche = registre.nouveau(
        FicheAction,
        referent=registre.personne(source.referent_id),
        **source.model_dump(exclude=listes),
    )
    fiche.save()
    poser_themes(fiche, [registre.themes[code] for code in source.themes])
    facteurs = [(Signe.REUSSITE, texte) for texte in source.facteurs_reussite]
    facteurs += [(Signe.CONTRAINTE, texte) for texte in source.contraintes]
    Facteur.objects.bulk_create(
        registre.nouveau(Facteur, fiche=fiche, signe=signe, texte=texte)
        for signe, texte in facteurs
    )
    Etape.objects.bulk_create(
        registre.nouveau(
            Etape,
            fiche=fiche,
            intitule=etape.intitule,
            periode_envisagee=etape.periode.libelle,
            periode_debut=etape.periode.debut,
            periode_fin=etape.periode.fin,
            date_realisation=etape.realisee_le,
            realisation_precision=etape.realisation_precision,
            resultats=etape.resultats,
        )
        for etape in source.etapes
    )
    RubriqueAjoutee.objects.bulk_create(
        registre.nouveau(RubriqueAjoutee, fiche=fiche, **rubrique.model_dump())
        for rubrique in source.rubriques_ajoutees
    )
    return fiche


def ecrire_annexe_4(registre: Registre, bilans: list[BilanFichier]) -> None:
    for rang, source in enumerate(bilans, 1):
        bilan = registre.nouveau(
            Bilan,
            numero=source.numero or rang,
            **source.model_dump(include={"type", "date", "retenons", "valoriser", "poursuivre"}),
        )
        bilan.save()
        noter_presents(bilan, [registre.personnes[nom] for nom in source.participants])
        Communication.objects.bulk_create(
            registre.nouveau(
                Communication,
                bilan=bilan,
                responsable=registre.personne(communication.responsable_id),
                **communication.model_dump(exclude={"responsable_id"}),
            )
            for communication in source.communications
        )
        Suite.objects.bulk_create(
            registre.nouveau(
                Suite,
                bilan=bilan,
                texte=suite.texte,
                echeance=suite.echeance,
                fiche=registre.fiches[suite.fiche] if suite.fiche else None,
            )
            for suite in source.suites
        )
