"""An étape is told once to whoever has it in hand, whatever stops and begins again."""

from collections import Counter
from datetime import date
from email import message_from_bytes, policy
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from fiches.models import Etape
from fresque.instant import instant
from fresque.models import ChoixRappels, EnvoiRappels, Rappel
from fresque.rappels import operations
from fresque.rappels.operations import passer
from pasapas.models import Courriel, Participant, Projet, Role, Travail
from pasapas.models.travaux import Etat
from pasapas.travaux import sortes
from tests.factories import ParticipantFactory, PauseFactory, ProjetFactory, ResponsableEtapeFactory
from tests.fresque.rappels.outils import Horloge, avec_adresse, etape, recus

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def horloge(monkeypatch: pytest.MonkeyPatch) -> Horloge:
    horloge = Horloge()
    monkeypatch.setattr(timezone, "now", horloge.now)
    return horloge


@pytest.fixture
def ines(projet: Projet) -> Participant:
    return avec_adresse(projet)


def test_un_seul_e_mail_par_jour_pour_toutes_les_fresques(
    ines: Participant, projet: Projet, autre_projet: Projet, horloge: Horloge
) -> None:
    soi = ParticipantFactory(projet=autre_projet, user=ines.user, role=Role.PILOTE)
    premiere = etape(ines, projet, intitule="Chiffrer", periode_envisagee="fin mai")
    etape(soi, autre_projet, intitule="Recruter", fin="2026-05-25")
    etape(soi, autre_projet, intitule="Pas encore", fin="2026-06")
    (message,) = recus()
    assert message.to == [ines.user.email]
    assert message.subject == "Rappel : 2 étapes"
    texte = message.body
    assert "Fiche n°1" in texte and "Chiffrer" in texte and "Recruter" in texte
    assert "prévue «\u00a0fin mai\u00a0», jusqu’au dimanche 31 mai : dans 7 jours" in texte
    assert f"/projets/{projet.slug}/planches/fiche-1/#fiche-1--etapes-{premiere.pk}" in texte
    assert "Pas encore" not in texte and "premier rappel" in texte
    assert recus() == []
    horloge.avance(hours=3)
    assert recus() == []
    horloge.avance(days=1)
    (suite,) = recus(
        lambda: etape(ines, projet, fin="2026-06-01", intitule="Venue après") and passer()
    )
    assert "Venue après" in suite.body and "Chiffrer" not in suite.body
    assert "premier rappel" not in suite.body


def test_les_deux_parties_disent_la_meme_chose_et_l_arret_tient_en_un_geste(
    ines: Participant, projet: Projet
) -> None:
    etape(ines, projet, intitule='<b>Chiffrer</b> & "class="fond"', periode_envisagee="fin mai")
    (message,) = recus()
    ((html, genre),) = message.alternatives
    assert genre == "text/html"
    assert "&lt;b&gt;Chiffrer&lt;/b&gt; &amp; &quot;class=&quot;fond&quot;" in html
    assert 'class="' not in html and "var(--" not in html and 'style="' in html
    adresse = message.extra_headers["List-Unsubscribe"].strip("<>")
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert adresse in message.body and adresse in html
    recu = message_from_bytes(message.message().as_bytes(), policy=policy.SMTP)
    assert recu["List-Unsubscribe"].strip() == f"<{adresse}>"


def test_les_horloges_de_guadeloupe_et_de_metropole(horloge: Horloge) -> None:
    """At 10 in Paris it is 4 in Guadeloupe: nobody is woken up, and each has their own day."""
    la_bas = ProjetFactory(etablissement__departement="971")
    ici = ProjetFactory(etablissement__departement="75")
    loin, pres = avec_adresse(la_bas), avec_adresse(ici)
    etape(loin, la_bas), etape(pres, ici)
    assert [m.to for m in recus()] == [[pres.user.email]]
    horloge.avance(hours=3)
    (matin,) = recus()
    assert (matin.to, "dans 7 jours" in matin.body) == ([loin.user.email], True)
    # At 4 in the night of the 31st in Paris, it is 22 on the 30th there: neither is written to.
    horloge.avance(days=6, hours=15)
    assert recus() == []
    horloge.avance(hours=12)
    assert {m.to[0]: "aujourd’hui" in m.body for m in recus()} == {
        loin.user.email: True,
        pres.user.email: True,
    }


SANS_RAPPEL: dict[str, Any] = {
    "faite": lambda e, p: Etape.objects.filter(pk=e.pk).update(date_realisation="2026-05-20"),
    "sans fin": lambda e, p: Etape.objects.filter(pk=e.pk).update(periode_fin=None),
    "retirée": lambda e, p: Etape.objects.filter(pk=e.pk).update(retire_le=timezone.now()),
    "fiche terminée": lambda e, p: _fiche(e, statut="terminee"),
    "fiche abandonnée": lambda e, p: _fiche(e, statut="abandonnee"),
    "fiche retirée": lambda e, p: _fiche(e, retire_le=timezone.now()),
    "partie": lambda e, p: _personne(p, retire_le=timezone.now()),
    "accès clos": lambda e, p: _personne(p, acces_clos_le="2026-05-23"),
    "lectrice": lambda e, p: _personne(p, role=Role.LECTEUR),
    "conseil": lambda e, p: _personne(p, role=Role.CHARGE_DE_MISSION),
    "sans compte": lambda e, p: _personne(p, user=None),
    "compte fermé": lambda e, p: _compte(p, is_active=False),
    "sans adresse": lambda e, p: _compte(p, email=None),
    "jamais": lambda e, p: ChoixRappels.objects.create(user=p.user, rythme="aucun"),
    "fresque bientôt effacée": lambda e, p: Projet.objects.filter(pk=e.projet_id).update(
        preavis_le="2026-05-20", conserver_jusqu_au="2026-06-01"
    ),
    "accompagnement en pause": lambda e, p: PauseFactory(projet=e.projet, du="2026-05-01"),
}


def _fiche(une: Etape, **champs: Any) -> None:
    type(une.fiche).objects.filter(pk=une.fiche_id).update(**champs)


def _personne(qui: Participant, **champs: Any) -> None:
    Participant.objects.filter(pk=qui.pk).update(**champs)


def _compte(qui: Participant, **champs: Any) -> None:
    type(qui.user).objects.filter(pk=qui.user_id).update(**champs)


@pytest.mark.parametrize("raison", SANS_RAPPEL)
def test_rien_n_est_envoye_a(raison: str, ines: Participant, projet: Projet) -> None:
    SANS_RAPPEL[raison](etape(ines, projet), ines)
    assert (passer(), Courriel.objects.count(), Rappel.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("raison", SANS_RAPPEL)
def test_ce_qui_attend_ne_part_plus_a(raison: str, ines: Participant, projet: Projet) -> None:
    """Queued while it was true, it is asked again as it leaves: nobody has a late e-mail."""
    une = etape(ines, projet)
    assert passer() == 1
    SANS_RAPPEL[raison](une, ines)
    assert recus(lambda: None) == []
    assert Courriel.objects.get().etat == Etat.ANNULE
    assert (passer(), recus(lambda: None)) == (0, [])


def test_ce_qui_reste_a_dire_part_a_l_heure_suivante(
    ines: Participant, projet: Projet, autre_projet: Projet, horloge: Horloge
) -> None:
    """One e-mail told two fresques, of which one is paused, and an étape is put off."""
    soi = ParticipantFactory(projet=autre_projet, user=ines.user, role=Role.CONTRIBUTEUR)
    etape(ines, projet, intitule="Chiffrer")
    etape(soi, autre_projet, intitule="Recruter")
    remise = etape(ines, projet, intitule="Former", fin="2026-05-29")
    passer()
    pause = PauseFactory(projet=autre_projet, du="2026-05-24")
    Etape.objects.filter(pk=remise.pk).update(periode_fin="2026-12")
    assert recus(lambda: None) == []
    horloge.avance(hours=1)
    (message,) = recus()
    dites = ["Chiffrer" in message.body, "Recruter" in message.body, "Former" in message.body]
    assert dites == [True, False, False]
    type(pause).objects.filter(pk=pause.pk).update(reprise_le="2026-05-25")
    horloge.avance(days=1)
    (message,) = recus()
    assert ("Recruter" in message.body, "Chiffrer" in message.body) == (True, False)


def test_une_pause_finie_n_arrete_plus_rien(ines: Participant, projet: Projet) -> None:
    PauseFactory(projet=projet, du="2026-05-01", reprise_le="2026-05-20")
    etape(ines, projet)
    assert passer() == 1


def test_ce_qui_n_est_pas_parti_se_redit_le_lendemain_avec_les_jours_vrais(
    ines: Participant, projet: Projet, horloge: Horloge, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The mail server is away for a whole day: what waits is not sent late, nor forgotten."""
    etape(ines, projet)
    assert passer() == 1
    horloge.avance(hours=2)
    assert passer() == 0  # it waits
    horloge.avance(hours=22)
    assert passer() == 1
    assert Counter(Courriel.objects.values_list("etat", flat=True)) == {
        Etat.PRET: 1,
        Etat.ANNULE: 1,
    }
    (message,) = recus(lambda: None)
    assert "dans 6 jours" in message.body and "dans 7 jours" not in message.body
    horloge.avance(days=1)
    assert recus() == []
    assert Rappel.objects.get().envoi.parti_le is not None


def test_donne_pour_perdu_il_est_redit(ines: Participant, projet: Projet, horloge: Horloge) -> None:
    etape(ines, projet)
    passer()
    Courriel.objects.update(etat=Etat.ABANDONNE, fini_le=horloge.now())
    horloge.avance(hours=1)
    assert passer() == 1
    assert len(recus(lambda: None)) == 1


def test_qui_n_en_veut_plus_ne_recoit_pas_ce_qui_attend(ines: Participant, projet: Projet) -> None:
    etape(ines, projet)
    passer()
    operations.arreter(ines.user)
    assert recus(lambda: None) == []


def test_deux_tours_a_la_fois_n_en_ecrivent_qu_un(
    ines: Participant, projet: Projet, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The second finds, under the lock of the database, the day already written."""
    etape(ines, projet)
    monkeypatch.setattr(operations, "_reprendre_ce_qui_n_est_pas_parti", lambda personne: None)
    decider = operations._decider

    def entre_temps(*args: Any) -> Any:
        monkeypatch.setattr(operations, "_decider", decider)
        EnvoiRappels.objects.create(user=ines.user, jour=date(2026, 5, 24))
        return decider(*args)

    monkeypatch.setattr(operations, "_decider", entre_temps)
    assert passer() == 0
    assert (Courriel.objects.count(), Rappel.objects.count()) == (0, 0)


def test_dit_au_mur_une_fois_parti(ines: Participant, projet: Projet) -> None:
    une = etape(ines, projet, periode_envisagee="fin mai")
    passer()
    une.refresh_from_db()
    assert une.rappelee_le is None
    version = Projet.objects.get(pk=projet.pk).version
    assert len(recus(lambda: None)) == 1
    une.refresh_from_db()
    assert une.rappelee_le == date(2026, 5, 24)
    projet.refresh_from_db()
    assert projet.version == version + 1  # open walls show it
    planche = instant(projet).planche("fiche-1")
    (ligne,) = planche.encart("etapes").lignes
    assert "rappel envoyé le 24 mai" in str(ligne)
    Etape.objects.filter(pk=une.pk).update(date_realisation="2026-05-25")
    Projet.objects.filter(pk=projet.pk).update(version=version + 2, tampons={"mur": version + 2})
    projet.refresh_from_db()
    (ligne,) = instant(projet).planche("fiche-1").encart("etapes").lignes
    assert "rappel envoyé" not in str(ligne)


def test_le_resume_du_lundi_dit_aussi_ce_qui_arrive_aux_autres(
    ines: Participant, projet: Projet, horloge: Horloge
) -> None:
    ChoixRappels.objects.create(user=ines.user, rythme="resume")
    etape(ines, projet, intitule="La mienne", fin="2026-05-28")
    sienne = etape(None, projet, intitule="À personne", fin="2026-05-02")
    (message,) = recus()  # a Sunday: that of the week under way, which nothing had said
    assert message.subject == "Votre semaine sur la fresque"
    avant, _, apres = message.body.partition("Ce qui arrive aussi sur votre fresque :")
    assert "La mienne" in avant and "À personne" in apres
    assert "en retard de 3 semaines" in apres
    horloge.avance(days=1)
    assert len(recus()) == 1  # Monday
    horloge.avance(days=1)
    assert recus() == []
    sienne.refresh_from_db()
    assert (sienne.rappelee_le, Rappel.objects.count()) == (None, 0)


def test_autant_de_requetes_quel_que_soit_le_nombre_d_etapes(projet: Projet) -> None:
    def requetes() -> int:
        with CaptureQueriesContext(
            connection,
        ) as lues:
            operations._lire(timezone.now())
        return len(lues)

    etape(avec_adresse(projet), projet)
    une = requetes()
    for _ in range(3):
        etape(avec_adresse(projet), projet)
        autre = ProjetFactory()
        etape(avec_adresse(autre), autre)
    assert requetes() == une <= 5


def test_chaque_jour_et_chaque_heure_le_demandent(
    ines: Participant, projet: Projet, capsys: Any
) -> None:
    etape(ines, projet)
    call_command("rappels", "--a-blanc")
    call_command("rappels")
    call_command("rappels")
    dits = capsys.readouterr().out.splitlines()
    assert dits == [
        "Rappels à envoyer : 1.",
        "Rappels dans la boîte d’envoi : 1.",
        "Aucun rappel à envoyer.",
    ]
    sortes.demander_l_heure(timezone.now())
    sortes.demander_l_heure(timezone.now())
    assert Travail.objects.filter(sorte="rappels").count() == 1


def test_qui_a_l_etape_en_main(ines: Participant, projet: Projet) -> None:
    """Its responsables who are there; the référent of its fiche when it names nobody who is."""
    karim, parti = avec_adresse(projet), avec_adresse(projet, acces_clos_le="2026-05-01")
    lea = avec_adresse(projet)
    a_deux, orpheline = etape(ines, projet), etape(ines, projet)
    ailleurs = etape(ines, projet, intitule="Par le cuisinier")
    seule = etape(None, projet, intitule="Sans personne")
    for une, qui in ((a_deux, karim), (a_deux, lea), (orpheline, parti), (seule, parti)):
        ResponsableEtapeFactory(etape=une, participant=qui)
    ResponsableEtapeFactory(etape=ailleurs, participant=None, nom="Le cuisinier")
    dits = {m.to[0]: m.body for m in recus()}
    assert dits.keys() == {ines.user.email, karim.user.email, lea.user.email}
    assert a_deux.intitule in dits[karim.user.email] and a_deux.intitule in dits[lea.user.email]
    assert a_deux.intitule not in dits[ines.user.email]
    assert orpheline.intitule in dits[ines.user.email]
    assert not any("cuisinier" in dit or "Sans personne" in dit for dit in dits.values())
