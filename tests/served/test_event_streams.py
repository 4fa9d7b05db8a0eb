"""Streams of events over real servers: each client gets every event once, in order, whatever happens on the way."""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from http.client import HTTPException

import pytest
from django.db import connection

from core.erasure import erase_person
from core.models import Patient, User
from core.practice.tokens import end_tokens
from generation.api.event_hub import KEEP_ALIVE_SECONDS
from generation.lifecycle import run_logs, transitions
from generation.models import EventName, GenerationJob
from tests.builders.jobs import accept_job, summarise
from tests.builders.people import AS_OF, make_person
from tests.conftest import Services
from tests.generation.api_clients import token_of
from tests.served.server import Server, Stream

KEY = {"Idempotency-Key": '"k"'}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(scope="module")
def two_servers(services: Services, django_db_setup: None) -> Iterator[tuple[Server, Server]]:
    with Server(services) as one, Server(services) as other:
        yield one, other


@pytest.fixture
def server(two_servers: tuple[Server, Server]) -> Server:
    return two_servers[0]


@pytest.fixture
def patient() -> Patient:
    return make_person()


class Client:
    """An app that comes back after the last event it has, until the end; what it got is in `numbers`."""

    def __init__(self, server: Server, job: GenerationJob, token: str) -> None:
        self.numbers: list[int] = []
        self.failed = ""
        self._ask = (server, f"/api/v1/jobs/{job.id}/events/", token)
        self._open = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    def wait_open(self) -> None:
        assert self._open.wait(30)

    def finish(self) -> list[int]:
        self._thread.join(60)
        assert not self._thread.is_alive(), self.numbers
        return self.numbers

    def _run(self) -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            try:
                if self._follow():
                    return
            except (OSError, HTTPException):
                time.sleep(0.1)

    def _follow(self) -> bool:
        server, path, token = self._ask
        with server.open(path, token=token, after=self.numbers[-1] if self.numbers else 0) as stream:
            if stream.answer.status != 200:
                time.sleep(0.5)
                return stream.answer.status == 204
            while frame := stream.read():
                self.numbers.append(int(frame["id"]))
                self._open.set()
                if frame["event"] == "end":
                    return True
        return False


def happen(job: GenerationJob, times: int = 1) -> None:
    """So many events of a claimed job."""
    for _ in range(times):
        run_logs.write_logs(job, event=EventName.DB_UPDATE, log_status=None, details={})


def claimed(patient: Patient) -> GenerationJob:
    job = transitions.claim(accept_job(patient).id)
    assert job is not None
    return job


def everything(job: GenerationJob) -> list[int]:
    return list(range(1, job.events.count() + 1))


def test_ended_job_is_told_whole_and_then_no_more(server: Server, patient: Patient) -> None:
    job, token = summarise(patient), token_of(patient)
    path = f"/api/v1/jobs/{job.id}/events/"
    with server.open(path, token=token) as stream:
        assert stream.answer.headers["Content-Type"] == "text/event-stream"
        frames = list(iter(stream.read, {}))
    assert [int(frame["id"]) for frame in frames] == everything(job)
    assert [frame["event"] for frame in frames] == ["progress"] * (len(frames) - 1) + ["end"]
    with server.open(path, token=token, after=len(frames)) as again:
        assert again.answer.status == 204


def test_stream_goes_on_behind_every_position(server: Server, patient: Patient) -> None:
    job, token = summarise(patient), token_of(patient)
    for after in range(1, job.events.count()):
        with server.open(f"/api/v1/jobs/{job.id}/events/", token=token, after=after) as stream:
            assert stream.numbers() == everything(job)[after:]


def test_running_job_is_followed_from_every_position_in_two_processes(
    two_servers: tuple[Server, Server], patient: Patient
) -> None:
    job, token = claimed(patient), token_of(patient)
    happen(job, 3)
    for after in range(job.events.count()):
        opened = [server.open(f"/api/v1/jobs/{job.id}/events/", token=token, after=after) for server in two_servers]
        told = [[int(stream.read()["id"]) for _ in range(job.events.count() - after)] for stream in opened]
        happen(job)
        told = [[*numbers, int(stream.read()["id"])] for numbers, stream in zip(told, opened, strict=True)]
        assert told == [everything(job)[after:]] * 2
        for stream in opened:
            stream.close()
        wait_until(lambda: places_taken(job) == 0)


def test_clients_in_two_processes_get_every_event_once_in_order(
    two_servers: tuple[Server, Server], patient: Patient
) -> None:
    job, token = claimed(patient), token_of(patient)
    clients = [Client(server, job, token) for server in two_servers]
    for client in clients:
        client.wait_open()
    happen(job, 200)
    assert transitions.fail(job, "Broken")
    assert [client.finish() for client in clients] == [everything(job)] * 2


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_client_goes_on_after_a_restart_of_the_server(server: Server, patient: Patient, number: int) -> None:
    job, token = claimed(patient), token_of(patient)
    client = Client(server, job, token)
    client.wait_open()
    happen(job, 20)
    server.restart(number)
    happen(job, 20)
    assert transitions.fail(job, "Broken")
    assert client.finish() == everything(job)


def test_lost_listening_connection_loses_no_event(server: Server, patient: Patient) -> None:
    job, token = claimed(patient), token_of(patient)
    client = Client(server, job, token)
    client.wait_open()
    for _ in range(3):
        happen(job, 5)
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query ILIKE 'LISTEN%'")
        happen(job, 5)
    assert transitions.fail(job, "Broken")
    assert client.finish() == everything(job)


def test_dropped_connections_give_their_places_back(server: Server, patient: Patient) -> None:
    job, token = claimed(patient), token_of(patient)
    for _ in range(6):
        with server.open(f"/api/v1/jobs/{job.id}/events/", token=token) as stream:
            assert int(stream.read()["id"]) == 1
        wait_until(lambda: places_taken(job) == 0)


def test_third_stream_of_a_login_is_refused_in_whatever_process(
    two_servers: tuple[Server, Server], patient: Patient
) -> None:
    job, token = claimed(patient), token_of(patient)
    path = f"/api/v1/jobs/{job.id}/events/"
    held = [server.open(path, token=token) for server in two_servers]
    with two_servers[0].open(path, token=token) as refused:
        assert (refused.answer.status, refused.answer.headers["Content-Type"]) == (429, "application/problem+json")
        assert b"too_many_streams" in refused.answer.read()
    for stream in held:
        stream.close()


def places_taken(job: GenerationJob) -> int:
    from django_redis import get_redis_connection

    return int(get_redis_connection("default").zcard(f"sessionbridge:streams:{job.patient.user_id}"))


def wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds():
        assert time.monotonic() < until
        time.sleep(0.05)


def revoked(patient: Patient) -> None:
    end_tokens(patient.user_id)


def deactivated(patient: Patient) -> None:
    User.objects.filter(pk=patient.user_id).update(is_active=False)


def erased(patient: Patient) -> None:
    erase_person(patient, by="the practice")


def test_streams_end_within_a_keep_alive_once_their_right_or_their_time_has_ended(server: Server) -> None:
    """All at once: each is found out after ten seconds and more."""
    late, ends = make_person(), {revoked: make_person(), deactivated: make_person(), erased: make_person()}
    overdue = accept_job(late)
    lasting_two_seconds(overdue)
    told = Client(server, overdue, token_of(late))
    with ExitStack() as opened, ThreadPoolExecutor(len(ends)) as threads:
        waits = {}
        for end, patient in ends.items():
            path, token = f"/api/v1/jobs/{claimed(patient).id}/events/", token_of(patient)
            stream = opened.enter_context(server.open(path, token=token))
            stream.read()
            end(patient)
            waits[end.__name__] = threads.submit(seconds_to_the_end, stream)
        late_ones = {name: wait.result() for name, wait in waits.items() if wait.result() >= KEEP_ALIVE_SECONDS}
    assert late_ones == {}
    assert told.finish() == everything(overdue)
    overdue.refresh_from_db()
    assert overdue.state == "timed_out"


def lasting_two_seconds(job: GenerationJob) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE generation_jobs DISABLE TRIGGER USER")
        cursor.execute(
            "UPDATE generation_jobs SET deadline_at = clock_timestamp() + interval '2 s' WHERE id = %s", [job.id]
        )
        cursor.execute("ALTER TABLE generation_jobs ENABLE TRIGGER USER")


def seconds_to_the_end(stream: Stream) -> float:
    began = time.monotonic()
    while stream.read():
        pass
    return time.monotonic() - began


def test_key_of_a_request_counts_in_every_process(two_servers: tuple[Server, Server], patient: Patient) -> None:
    token, body = token_of(patient), {"as_of": str(AS_OF)}
    with ThreadPoolExecutor(8) as threads:
        asked = [
            threads.submit(two_servers[n % 2].ask, "POST", "/api/v1/summaries/", body, token=token, **KEY)
            for n in range(8)
        ]
        answers = [each.result() for each in asked]
    assert {status for status, _, _ in answers} <= {202, 409}
    made = {answer["id"] for status, answer, _ in answers if status == 202}
    assert len(made) == GenerationJob.objects.filter(patient=patient).count() == 1
    again = [server.ask("POST", "/api/v1/summaries/", body, token=token, **KEY) for server in two_servers]
    assert [(status, answer["id"]) for status, answer, _ in again] == [(202, *made)] * 2
    other = two_servers[1].ask("POST", "/api/v1/summaries/", {}, token=token, **KEY)
    assert (other[0], other[1]["code"]) == (422, "key_used_otherwise")


def test_requests_to_both_processes_count_together(two_servers: tuple[Server, Server], patient: Patient) -> None:
    token = token_of(patient)
    with ThreadPoolExecutor(16) as threads:
        asked = [threads.submit(two_servers[n % 2].ask, "GET", "/api/v1/tokens/", token=token) for n in range(160)]
        answers = [each.result()[0] for each in asked]
    assert (answers.count(200), answers.count(429)) == (120, 40)
