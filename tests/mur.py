"""Filling a wall: every box, every list, as many rows as asked."""

from dataclasses import dataclass

from bilan.models import Bilan
from diagnostic.models import EtatDesLieux, SyntheseTheme
from fresque.instant import instant, memoire
from fresque.objets import OBJETS
from pasapas.models import Cercle, Engagement, Participant, PostIt, Projet
from pasapas.valeurs.encarts import Encart
from pasapas.valeurs.planches import Fresque, Planche
from tests import factories as f


def relire(projet: Projet) -> Fresque:
    """The whole wall as the database has it. This process remembers nothing of it, since tests
    write rows by hand."""
    memoire.vider()
    lue = instant(projet).fresque
    memoire.vider()
    return lue


def relire_planche(projet: Projet, code: str) -> Planche | None:
    """That one alone: what a test reads after each gesture."""
    memoire.vider()
    lue = instant(projet).planche(code)
    memoire.vider()
    return lue


LISTES_DE_FICHE = (f.FacteurFactory, f.EtapeFactory, f.RubriqueAjouteeFactory)


def remplir(projet: Projet, n: int = 2) -> Projet:
    """Write in every text box; put ``n`` rows in each list, ``n`` fiches, ``n`` bilans."""
    type(projet).objects.filter(pk=projet.pk).update(ambition="Ambition", probleme="Problème")
    EtatDesLieux.objects.de(projet).update(
        outil="autre",
        outil_precision="Un outil",
        mis_en_place="Mise en place",
        deroulement="Déroulement",
        rapport_etonnement="Étonnement",
        apprentissages="Apprentissages",
    )
    SyntheseTheme.objects.de(projet).update(points_de_vue="Points de vue")
    remplir_annexe_1(projet, n)
    remplir_annexe_2(projet, n)
    remplir_annexe_3(projet, n)
    remplir_annexe_4(projet, n)
    coller_partout(projet, n)
    projet.refresh_from_db()
    return projet


def remplir_annexe_1(projet: Projet, n: int) -> None:
    for rang in range(n):
        service = f.ServiceFactory(etablissement=projet.etablissement)
        membre = f.ParticipantFactory(projet=projet, ordre_equipe=rang)
        f.ParticipantFactory(projet=projet)
        f.ConstatFactory(projet=projet, auteur=membre, service=service)
        f.InspirationFactory(projet=projet, type="lien", url="https://example.org/article")
        for cercle, engagement in zip(["", *Cercle], ["", *Engagement], strict=True):
            acteur = f.ActeurFactory(
                projet=projet, cercle=cercle, engagement=engagement, contact=membre
            )
            f.ChangementActeurFactory(projet=projet, acteur=acteur, par=membre)
        f.ContactFactory(projet=projet, acteur=acteur)
        for date in ("2026-01-15", "2199-01-15"):
            seance = f.RendezVousFactory(
                projet=projet, date=date, heure="14:00", duree=90, lieu="Salle", programme="Bilan"
            )
            f.PresenceRendezVousFactory(rendezvous=seance, participant=membre)


def remplir_annexe_2(projet: Projet, n: int) -> None:
    for synthese in SyntheseTheme.objects.de(projet):
        for sens in ("valoriser", "modifier"):
            f.ElementThemeFactory.create_batch(n, projet=projet, synthese=synthese, sens=sens)
    f.PisteFactory.create_batch(n, projet=projet)
    f.IntentionFactory.create_batch(n, projet=projet, theme=synthese.theme)


def remplir_annexe_3(projet: Projet, n: int) -> None:
    membre = projet_membre(projet)
    theme = SyntheseTheme.objects.de(projet).first().theme
    textes = dict.fromkeys(
        [
            "problematique",
            "objectif",
            "description",
            "perimetre",
            "evaluation",
            "acteurs_a_mobiliser",
            "modalites",
        ],
        "Texte",
    )
    for _ in range(n):
        fiche = f.FicheActionFactory(projet=projet, referent=membre, **textes)
        f.ThemeFicheFactory(fiche=fiche, theme=theme)
        f.OrigineFactory(fiche=fiche)
        for fabrique in LISTES_DE_FICHE:
            fabrique.create_batch(n, projet=projet, fiche=fiche)
        for etape in fiche.etapes.all():
            f.ResponsableEtapeFactory(etape=etape, participant=membre)
            f.ResponsableEtapeFactory(etape=etape, nom="Cabinet Durand", ordre=1)
        f.FacteurFactory.create_batch(n, projet=projet, fiche=fiche, signe="-")


def remplir_annexe_4(projet: Projet, n: int) -> None:
    membre = projet_membre(projet)
    f.BilanFactory.create_batch(n - 1, projet=projet)
    Bilan.objects.de(projet).update(
        date="2026-01-15", retenons="Retenons", valoriser="Valoriser", poursuivre="Poursuivre"
    )
    for bilan in Bilan.objects.de(projet):
        f.PresenceBilanFactory(bilan=bilan, participant=membre)
        f.CommunicationFactory.create_batch(n, projet=projet, bilan=bilan, responsable=membre)
        f.SuiteFactory.create_batch(n, projet=projet, bilan=bilan)


def coller_partout(projet: Projet, n: int) -> None:
    auteur = projet_membre(projet)
    PostIt.objects.bulk_create(
        f.PostItFactory.build(
            projet=projet, planche=case.planche.code, zone=case.encart.nom, auteur=auteur
        )
        for case in cases(projet)
        if case.encart.imprimable
        for _ in range(n)
    )


def projet_membre(projet: Projet) -> Participant:
    return Participant.objects.de(projet).presents().order_by("pk")[0]


@dataclass(frozen=True)
class Case:
    """A box of the wall and its addresses."""

    slug: str
    planche: Planche
    encart: Encart

    @property
    def id_html(self) -> str:
        return f"{self.planche.code}--{self.encart.nom}"

    @property
    def url(self) -> str:
        return f"/projets/{self.slug}/planches/{self.planche.code}/{self.encart.nom}/"

    @property
    def url_lieu(self) -> str:
        """Where it stands on its sheet."""
        return f"{self.url_planche}#{self.id_html}"

    @property
    def url_planche(self) -> str:
        return f"/projets/{self.slug}/planches/{self.planche.code}/"

    @property
    def url_saisie(self) -> str:
        """Where its text is written, or its rows added; empty when neither can be."""
        if self.encart.est_texte:
            return f"{self.url}modifier/"
        return f"{self.url}ajouter/" if self.encart.ajout else ""

    def url_ligne(self, pk: int, geste: str = "") -> str:
        return f"{self.url}lignes/{pk}/{geste}{'/' if geste else ''}"

    def url_postit(self, pk: int | None = None, geste: str = "") -> str:
        morceaux = [str(m) for m in (pk, geste) if m]
        return f"{self.url}postits/" + "".join(f"{m}/" for m in morceaux)

    def relire(self, projet: Projet) -> Encart | None:
        return relire_planche(projet, self.planche.code).encart(self.encart.nom)

    @property
    def a_sa_planche(self) -> bool:
        return bool(OBJETS[self.encart.objet].planche)


def cases(projet: Projet) -> list[Case]:
    """Every box of the wall, by walking it."""
    return [
        Case(projet.slug, planche, encart)
        for planche in relire(projet).toutes
        for encart in planche.encarts
    ]


def garde_ses_lignes(case: Case) -> bool:
    """Whether what is typed stays in this box: the day of a séance puts it among those held."""
    return case.encart.nom != "a-venir"


def case(projet: Projet, code: str, nom: str) -> Case:
    planche = relire_planche(projet, code)
    return Case(projet.slug, planche, planche.encart(nom))
