"""Fiches that nobody would draw: too long, too many, too empty, in signs no printer expects."""

from dataclasses import replace

from fiches.planche import vierge
from pasapas.valeurs.encarts import Champ, Encart, Ligne, PostItVue
from pasapas.valeurs.planches import Fresque, Planche
from tests.papier import fresque, lignes, vide
from tests.papier import planche as mur_nu

PROSE = (
    "Les plannings sont modifiés onze fois par mois en moyenne, souvent par SMS, et les rappels "
    "sur repos ne sont pas comptés de la même manière d’un service à l’autre. "
)
RUBRIQUES = (
    "problematique",
    "objectif",
    "description",
    "perimetre",
    "evaluation",
    "acteurs_a_mobiliser",
    "modalites",
)
NOM_LONG = (
    "Accueillir et accompagner chaque nouveau professionnel pendant ses six premiers mois dans nos "
    "services !"
)
CENT_LIGNES = "\n".join(f"- ligne{rang:03d} du relevé" for rang in range(100))
SIGNES = "😀 ❤️ → ✓ ≥ 2 026 € « aujourd’hui » őă Жук Ελλ\nשלום עולם\n\nمرحبا"


def prose(signes: int) -> str:
    return (PROSE * (signes // len(PROSE) + 1))[:signes].strip()


def etape(rang: int, *, qui: str = "Inès Marchand", suites: str = "", etat: str = "") -> Ligne:
    champs = (
        Champ("intitule", f"Étape {rang} : construire trois scénarios de roulement"),
        Champ("periode", "Février - mars 2026", "Période envisagée"),
        Champ("qui", qui, "Qui ?"),
        Champ("realisation", "29 mars 2026" if etat == "faite" else "", "Date de réalisation"),
        Champ("resultats", suites or f"Suites {rang} : A et B soumis aux équipes."),
    )
    return Ligne("etape", rang, champs, etat, {"en-retard": "En retard"}.get(etat, ""))


def remplie(
    numero: int,
    textes: dict[str, str],
    *,
    nom: str = "TUTORAT",
    etapes: tuple[Ligne, ...] = (),
    facteurs: tuple[str, ...] = (),
    postits: dict[str, tuple[PostItVue, ...]] | None = None,
) -> Planche:
    """A fiche of the kit, with this written in its boxes."""
    ecrits = {
        "intitule": {"texte": nom},
        "suivi": {"texte": "En cours\nRéférent : Thomas Aubry\nThèmes : La qualité de l’emploi"},
        "etapes": {"lignes": etapes},
        "facteurs_reussite": {"lignes": lignes(*facteurs)},
        "contraintes": {"lignes": lignes(*facteurs)},
        **{nom: {"texte": texte} for nom, texte in textes.items()},
    }
    nue = vierge(1)

    def ecrire(encart: Encart) -> Encart:
        return replace(
            encart, **ecrits.get(encart.nom, {}), postits=(postits or {}).get(encart.nom, ())
        )

    return replace(
        nue,
        code=f"fiche-{numero}",
        page=f"P6.{numero}",
        coordonnee=f"n°{numero}",
        titre=f"FICHE ACTION N°{numero}",
        sous_titre=nom,
        etat="en-cours",
        etat_libelle="En cours",
        pierres=tuple(ligne.etat == "faite" for ligne in etapes),
        blanche=False,
        sections=tuple(
            replace(section, encarts=tuple(ecrire(e) for e in section.encarts))
            for section in nue.sections
        ),
    )


def pleine(signes: int, *, numero: int = 1, etapes: int = 5, nom: str = "TUTORAT") -> Planche:
    """A fiche of about this many characters, as real ones share them."""
    rangees = tuple(etape(n, etat="faite" if n < 3 else "en-retard") for n in range(1, etapes + 1))
    dans_les_etapes = sum(len(c.texte) for ligne in rangees for c in ligne.champs)
    facteurs = (
        "Une demande de l’équipe, pas seulement de la direction",
        "Essai limité dans le temps",
    )
    reste = max(0, signes - dans_les_etapes - 2 * sum(map(len, facteurs)))
    parts = (0.20, 0.12, 0.26, 0.08, 0.16, 0.08, 0.10)
    textes = {nom: prose(int(reste * part)) for nom, part in zip(RUBRIQUES, parts, strict=True)}
    return remplie(numero, textes, nom=nom, etapes=rangees, facteurs=facteurs)


def abandonnee() -> Planche:
    nue = remplie(1, {"problematique": "Trop peu de candidats."}, nom="Forum des métiers")
    return replace(nue, etat="abandonnee", etat_libelle="Abandonnée")


def au_mur(planche: Planche) -> Fresque:
    """A wall where it is not alone: printed by itself, it has no plan."""
    return fresque(planche, mur_nu("bilan-1", "bilan", "P7", "D1", vide("retenons")))


def textes_de(planche: Planche) -> list[str]:
    """Each line that was typed on it."""
    ecrits = [planche.sous_titre]
    for encart in planche.encarts:
        ecrits += encart.texte.split("\n")
        ecrits += [p.texte for p in encart.postits]
        ecrits += [b for li in encart.lignes for c in li.champs for b in c.texte.split("\n")]
    return [texte for texte in ecrits if texte.strip()]
