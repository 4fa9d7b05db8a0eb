"""A command that uses the embedded services until its standard input ends. Run by the tests as a script.

Arguments: the local folder, then words: `durable`; `fork` (a forked child leaves first); `as=NAME` (become that
account); `without=PACKAGE` (as if it were not installed). Starts at once and again for every line of input;
prints one JSON line per start: where things are, or the reason it could not.
"""

from __future__ import annotations

import json
import os
import pwd
import sys
from pathlib import Path

from sessionbridge.embedded import EmbeddedServiceError
from sessionbridge.embedded.lifetime import EmbeddedServices


def main(local: str, *words: str) -> None:
    options = dict(word.partition("=")[::2] for word in words)
    if "without" in options:
        # What the import system keeps for a package that is not there.
        sys.modules[options["without"]] = None  # type: ignore[assignment] # by its contract
    if "as" in options:
        become(options["as"], Path(local))
    services = EmbeddedServices(Path(local), durable="durable" in options)
    report(services)
    if "fork" in options:
        child = os.fork()
        if child == 0:
            sys.exit(0)
        os.waitpid(child, 0)
    for _ in sys.stdin:
        report(services)


def become(name: str, local: Path) -> None:
    """Go on as another account; only now, because our interpreter may lie in root's home."""
    # What is imported late is imported here, while we may still read it.
    EmbeddedServices(local, valkey=False).is_healthy()
    EmbeddedServices(local, postgres=False).is_healthy()
    entry = pwd.getpwnam(name)
    os.setgroups([])
    os.setgid(entry.pw_gid)
    os.setuid(entry.pw_uid)


def report(services: EmbeddedServices) -> None:
    try:
        services.start()
    except EmbeddedServiceError as error:
        answer = {"error": str(error)}
    else:
        answer = {"home": str(services.places.home), "sockets": str(services.places.sockets)}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
