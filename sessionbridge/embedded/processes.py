"""Finding and ending the server processes that belong to one folder, whoever started them.

A process is known by its command line, which every account may read; its working folder or program may be
hidden even from root (a container without CAP_SYS_PTRACE). A zombie counts as ended.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from contextlib import suppress

import psutil

# Long enough for a checkpoint of a busy development database.
PATIENCE_SECONDS = 30.0


def find_processes(belongs: Callable[[str], bool]) -> list[psutil.Process]:
    """Living processes whose command line, joined by spaces, `belongs`."""
    return [process for process in psutil.process_iter() if belongs(_command_line(process))]


def find_process(pid: int, belongs: Callable[[str], bool]) -> psutil.Process | None:
    """The living process `pid` if it is the one meant, not a later one with the same number."""
    try:
        process = psutil.Process(pid)
    except (psutil.NoSuchProcess, ValueError):
        return None
    return process if belongs(_command_line(process)) else None


def end_processes(processes: Iterable[psutil.Process], *signals: int) -> None:
    """Send each signal in turn, then SIGKILL, waiting after each for all to be gone."""
    alive = list(processes)
    for number in signals:
        for process in alive:
            with suppress(psutil.NoSuchProcess):
                process.send_signal(number)
        alive = wait_for_end(alive, PATIENCE_SECONDS)
    for process in alive:
        with suppress(psutil.NoSuchProcess):
            process.kill()
    wait_for_end(alive, PATIENCE_SECONDS)


def wait_for_end(processes: Iterable[psutil.Process], seconds: float) -> list[psutil.Process]:
    """Wait until the processes are gone or zombies; returns those that are neither in time."""
    deadline = time.monotonic() + seconds
    alive = [process for process in processes if not is_gone(process)]
    while alive and time.monotonic() < deadline:
        time.sleep(0.02)
        alive = [process for process in alive if not is_gone(process)]
    return alive


def has_ended(pid: int) -> bool:
    """Whether no process has this number, or only one not yet collected."""
    try:
        return is_gone(psutil.Process(pid))
    except psutil.NoSuchProcess:
        return True


def is_gone(process: psutil.Process) -> bool:
    """Whether the process has ended; one its parent has not yet collected has ended too."""
    try:
        return bool(process.status() == psutil.STATUS_ZOMBIE)
    except psutil.NoSuchProcess:
        return True


def _command_line(process: psutil.Process) -> str:
    """Empty for a process that has ended or hides its command line."""
    try:
        return " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.AccessDenied):
        return ""
