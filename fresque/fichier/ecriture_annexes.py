"""Writing annexes 2, 3 and 4 of a file."""

from bilan.models import Bilan, Communication, Suite
from bilan.operations import noter_presents
from diagnostic.models import (
    ElementTheme,
    EtatDesLieux,
    Intention,
    Piste,
    SyntheseTheme,
)
from diagnostic.models.etat_des_lieux import Sens
from fiches.models import Etape, Facteur, FicheAction, Origine, RubriqueAjoutee, Signe
from fiches.operations import poser_themes
from fresque.fichier.ecriture_campagnes import ecrire_campagne
from fresque.fichier.questionnaires import questionnaire_de, questionnaire_etat
from fresque.fichier.registre import Registre
from fresque.fichier.schema import FichierProjet, ProjetFichier
from fresque.fichier.schema_annexes_1_2 import Annexe2, SyntheseFichier
from fresque.fichier.schema_annexes_3_4 import BilanFichier, FicheFichier


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
        ecrire_campagne(registre, campagne, reponses_individuelles=reponses_individuelles)
    _ecrire_syntheses(registre, source)
    pistes = Piste.objects.bulk_create(
        registre.nouveau(Piste, texte=texte) for texte in source.pistes_action
    )
    intentions = Intention.objects.bulk_create(
        registre.nouveau(
            Intention,
            texte=intention.texte,
            theme=registre.themes[intention.theme] if intention.theme else None,
            piste=pistes[intention.piste - 1] if intention.piste else None,
        )
        for intention in source.intentions
    )
    registre.intentions = [
        (ligne, intention.fiche)
        for ligne, intention in zip(intentions, source.intentions, strict=True)
        if intention.fiche is not None
    ]


def _ecrire_syntheses(registre: Registre, source: Annexe2) -> None:
    siennes = {s.theme: s for s in source.syntheses if not s.questionnaire}
    dites = [(theme, siennes.get(code)) for code, theme in registre.themes.items()]
    for synthese in source.syntheses:
        if synthese.questionnaire:
            theme = questionnaire_de(synthese.model_dump()).themes.get(code=synthese.theme)
            registre.themes.setdefault(theme.code, theme)
            dites.append((theme, synthese))
    elements = []
    for theme, synthese in dites:
        ligne = SyntheseTheme.objects.create(
            projet=registre.projet,
            theme=theme,
            points_de_vue=synthese.points_de_vue if synthese else "",
        )
        for sens in Sens if synthese else ():
            elements += _elements(registre, ligne, sens, synthese)
    ElementTheme.objects.bulk_create(elements)


def _elements(
    registre: Registre, ligne: SyntheseTheme, sens: Sens, source: SyntheseFichier
) -> list[ElementTheme]:
    textes = getattr(source, f"a_{sens.value}")
    origines = getattr(source, f"origines_a_{sens.value}") or [""] * len(textes)
    return [
        registre.nouveau(ElementTheme, synthese=ligne, sens=sens, texte=texte, origine=origine)
        for texte, origine in zip(textes, origines, strict=True)
    ]


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
