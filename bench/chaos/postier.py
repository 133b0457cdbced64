"""A mail server to kill: it writes down each message it takes, then says so. Its own process.

python -m bench.chaos.postier PORT FILE
"""

import os
import random
import re
import socketserver
import sys
import time

SUJET = re.compile(rb"^Subject: (.*)$", re.MULTILINE)
IDENTITE = re.compile(rb"^Message-ID: <(.*?)@.*>$", re.MULTILINE)
REPONSES = {b"DATA": b"354 Go on\r\n", b"QUIT": b"221 Bye\r\n"}


class Visite(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self.wfile.write(b"220 postier\r\n")
        while ligne := self.rfile.readline():
            ordre = ligne[:4].upper()
            self.wfile.write(REPONSES.get(ordre, b"250 OK\r\n"))
            if ordre == b"DATA":
                self._recevoir()
            elif ordre == b"QUIT":
                return

    def _recevoir(self) -> None:
        lignes = []
        while (ligne := self.rfile.readline()) not in {b".\r\n", b""}:
            lignes.append(ligne)
        if ligne:
            message = b"".join(lignes).replace(b"\r\n", b"\n")
            recu = [IDENTITE.search(message)[1], SUJET.search(message)[1]]
            os.write(self.server.carnet, b" ".join(recu) + b"\n")
            time.sleep(random.uniform(0, 0.01))  # here, it may be killed before it answers
            self.wfile.write(b"250 OK\r\n")


class Postier(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True


def main(port: str, carnet: str) -> None:
    with Postier(("127.0.0.1", int(port)), Visite) as postier:
        postier.carnet = os.open(carnet, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
        postier.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
