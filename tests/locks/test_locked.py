"""Guards the proof of the lock files: whatever a lock leaves out is named, and nothing else is."""

from __future__ import annotations

import pytest

from tests.locks.locked import Installed, find_gaps, read_requirements

REDIS = Installed("redis", "6.0")
KOMBU = Installed("kombu", "5.7.0", requires=["amqp>=5", 'redis>=5; extra == "redis"'], extras=["redis"])
AMQP = Installed("amqp", "5.4")
CELERY = Installed("celery", "5.7.0", requires=["kombu>=5", 'kombu[redis]; extra == "redis"'], extras=["redis"])


def gaps(lock: str, *installed: Installed) -> list[str]:
    return find_gaps(read_requirements(lock), installed)


def test_lock_with_everything_has_no_gap() -> None:
    lock = "amqp==5.4\ncelery[redis]==5.7.0\nkombu[redis]==5.7.0\nredis==6.0\n"
    assert gaps(lock, AMQP, CELERY, KOMBU, REDIS) == []


def test_hashes_comments_and_other_interpreters_are_passed_over() -> None:
    lock = (
        "# made by hand\n"
        "redis==6.0 ; python_full_version >= '3.11' \\\n    --hash=sha256:aa \\\n    --hash=sha256:bb\n"
        "    # via kombu\n"
        "tomli==2.0 ; python_full_version < '3.11' \\\n    --hash=sha256:cc\n"
    )
    assert list(read_requirements(lock)) == ["redis"]


@pytest.mark.parametrize(
    ("lock", "installed", "gap"),
    [
        ("kombu[redis]==5.7.0\namqp==5.4", [KOMBU, AMQP], "kombu[redis] needs redis>=5: it is not locked"),
        (
            "celery[redis]==5.7.0\nkombu==5.7.0\namqp==5.4",
            [CELERY, KOMBU, AMQP],
            "celery[redis] needs kombu[redis]: it is locked without [redis]",
        ),
        ("kombu==5.7.0", [KOMBU], "kombu needs amqp>=5: it is not locked"),
        ("kombu==5.7.0\namqp==4.9", [KOMBU, Installed("amqp", "4.9")], "kombu needs amqp>=5: 4.9 is locked"),
        ("redis[hiredis]==6.0", [REDIS], "redis has no extra hiredis"),
        ("redis==6.0", [], "redis is locked and was not installed"),
    ],
    ids=["extra not locked", "extra of an extra", "need not locked", "other version", "no such extra", "not installed"],
)
def test_gap_is_named(lock: str, installed: list[Installed], gap: str) -> None:
    assert gaps(lock, *installed) == [gap]


def test_extra_that_is_asked_for_and_not_locked_is_named() -> None:
    asked = read_requirements("-r others.in\n# for the broker\nkombu[redis]~=5.0\n")
    locked = read_requirements("kombu==5.7.0\namqp==5.4")
    assert find_gaps(locked, [KOMBU, AMQP], asked) == ["kombu[redis] is asked for: it is locked without [redis]"]


def test_need_of_an_extra_that_is_not_asked_for_is_no_gap() -> None:
    assert gaps("kombu==5.7.0\namqp==5.4", KOMBU, AMQP) == []


def test_names_and_extras_are_compared_however_they_are_spelt() -> None:
    locked = Installed("Django_Axes", "7.0", requires=['IP.ware>=5; extra == "ip-ware"'], extras=["ip-ware"])
    assert gaps("django-axes[ip_ware]==7.0\nip-ware==5.0", locked, Installed("ip_ware", "5.0")) == []
