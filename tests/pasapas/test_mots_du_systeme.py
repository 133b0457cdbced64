"""Whoever hosts reads French, whatever the machine answers."""

import errno
import re
import socket
import ssl
from pathlib import Path
from smtplib import SMTPAuthenticationError, SMTPDataError

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from pasapas.serveur import essai
from pasapas.serveur.mots_du_systeme import CODES, en_francais

pytestmark = pytest.mark.pur
RACINE = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("panne", "mots"),
    [
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "ce nom est inconnu"),
        (OSError(errno.ECONNREFUSED, "Connection refused"), CODES[errno.ECONNREFUSED]),
        (TimeoutError("timed out"), "rien n’est venu à temps"),
        (ssl.SSLCertVerificationError("self-signed"), "son certificat n’est pas reconnu"),
        (SMTPAuthenticationError(535, b"no"), "le compte ou son mot de passe est refusé"),
        (SMTPDataError(554, b"5.7.1 spam"), "SMTPDataError : (554, b'5.7.1 spam')"),
        (OSError(errno.ENOSPC, "No space left"), "le disque est plein"),
        (ValueError("port"), "ValueError : port"),
    ],
)
def test_une_panne_est_dite_en_francais(panne: BaseException, mots: str) -> None:
    assert en_francais(panne) == mots


def test_un_appel_sans_reponse_est_dit_en_francais() -> None:
    with socket.socket() as prise:
        prise.bind(("127.0.0.1", 0))  # bound, and nobody listens
        port = prise.getsockname()[1]
        with pytest.raises(essai.Muet, match="personne n’écoute à cette adresse"):
            essai.appeler(f"http://127.0.0.1:{port}/")


def test_une_archive_absente_est_dite_en_francais(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="ne s’ouvre pas : rien n’existe à cet endroit"):
        call_command("restaurer", str(tmp_path / "absente.zip"))


def test_aucune_commande_ne_montre_les_mots_de_la_machine() -> None:
    """The English words of an OSError, or all of it as it stands."""
    brut = re.compile(r"strerror|except OSError as (\w+):\s+raise CommandError\([^)]*\{\1\}")
    fichiers = [*RACINE.glob("*/management/commands/*.py"), *RACINE.glob("*/sauvegarde/*.py")]
    assert len(fichiers) > 20
    assert [un.name for un in fichiers if brut.search(un.read_text())] == []
