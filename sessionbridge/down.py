"""`make down`: stop what `make up` left running, and the embedded services, whoever started them."""

from __future__ import annotations

import sys

import django
from django.conf import settings

from sessionbridge.embedded import EmbeddedServiceError
from sessionbridge.embedded.lifetime import EmbeddedServices
from sessionbridge.running import RunningFile, end_running
from sessionbridge.settings_error import settings_error_in_one_line
from sessionbridge.terminal import terminal_output


def main() -> None:
    django.setup()
    file = RunningFile(settings.LOCAL_DIR)
    running = file.read()
    end_running(running)
    file.remove()
    stopped = list(running)
    if settings.EMBEDDED_SERVICES is not None:
        try:
            if EmbeddedServices(**settings.EMBEDDED_SERVICES).stop():
                stopped.append("embedded services")
        except EmbeddedServiceError as error:
            sys.exit(str(error))
    print(f"Stopped: {', '.join(stopped)}." if stopped else "Nothing was running.")


if __name__ == "__main__":
    with terminal_output(), settings_error_in_one_line():
        main()
