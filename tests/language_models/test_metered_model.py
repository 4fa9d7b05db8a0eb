"""Asking a model within time, budget and permission, with every request on record."""

from __future__ import annotations

import contextlib
import json
import time
from collections.abc import Callable
from types import MappingProxyType

import pytest
from django.conf import settings

from generation.language_models.memory_record import MemoryRecord
from generation.language_models.metered_model import Call, CallLimits, KeptReply, MeteredModel, Names
from generation.language_models.scripted_model import Asked, Script, ScriptedModel, ScriptExhausted
from generation.pipeline.contracts import Value
from generation.pipeline.json_reply import read_reply
from generation.pipeline.language_model import ModelGaveUp, ModelReply, ReplyOutcome, Task
from generation.pipeline.prompts import make_prompt

QUESTION = make_prompt(Task.CHOICE, {"bullets": []}, answer_tokens=10)
OTHER = make_prompt(Task.CHOICE, {"bullets": [1]}, answer_tokens=10)


class Said(Value):
    word: str


def read(text: str) -> Said:
    return read_reply(text, Said)


def say(word: str) -> str:
    return json.dumps({"word": word})


def limits(stage: float = 5.0, request: float = 2.0, least: float = 0.0) -> CallLimits:
    return CallLimits(MappingProxyType(dict.fromkeys(Task, stage)), request=request, least=least, first_wait=0.0)


class Desk:
    """A metered model over a script, its record at hand."""

    def __init__(self, *script: Script, kept: list[KeptReply] | None = None, within: CallLimits | None = None) -> None:
        self.model = ScriptedModel(script)
        self.record = MemoryRecord()
        self.metered = MeteredModel(
            self.model, self.record, Names(choose=lambda _task: "m"), kept=kept or (), limits=within or limits()
        )

    def ask(self, prompt: object = QUESTION) -> Said:
        return self.metered.begin(Task.CHOICE)(prompt, {}, read)  # type: ignore[arg-type]

    def outcomes(self) -> list[ReplyOutcome]:
        return list(self.record.outcomes.values())


def test_answer_is_read_and_on_record() -> None:
    desk = Desk(say("a"))
    assert desk.ask() == Said(word="a")
    [call] = desk.record.calls
    assert (call.kept.reply.text, call.kept.model_asked, call.kept.prompt_version) == (say("a"), "m", "choice-1")


def test_reply_is_kept_before_anybody_reads_it() -> None:
    desk = Desk(say("a"))
    seen: list[int] = []

    def look(text: str) -> Said:
        seen.append(len(desk.record.calls))
        return read(text)

    desk.metered.begin(Task.CHOICE)(QUESTION, {}, look)
    assert seen == [1]


@pytest.mark.parametrize("trouble", [ReplyOutcome.SERVER_ERROR, ReplyOutcome.CONNECTION_LOST, ReplyOutcome.TIMED_OUT])
def test_server_in_trouble_is_asked_again(trouble: ReplyOutcome) -> None:
    desk = Desk(trouble, trouble, trouble, say("a"))
    assert desk.ask().word == "a"
    assert desk.outcomes() == [trouble] * 3 + [ReplyOutcome.ANSWERED]


def test_answer_that_cannot_be_used_is_asked_for_once_more_and_marked() -> None:
    desk = Desk("prose", say("a"))
    assert desk.ask().word == "a"
    assert desk.outcomes() == [ReplyOutcome.NOT_JSON, ReplyOutcome.ANSWERED]


@pytest.mark.parametrize(
    ("script", "why", "requests"),
    [
        (["prose", "prose"], ReplyOutcome.NOT_JSON, 2),
        ([ReplyOutcome.REFUSED], ReplyOutcome.REFUSED, 1),
        ([ReplyOutcome.SERVER_ERROR] * 4, ReplyOutcome.SERVER_ERROR, 4),
        ([ReplyOutcome.SERVER_ERROR, "prose", "prose"], ReplyOutcome.NOT_JSON, 3),
    ],
)
def test_giving_up_says_why_and_is_on_record(script: list[Script], why: ReplyOutcome, requests: int) -> None:
    desk = Desk(*script)
    with pytest.raises(ModelGaveUp) as caught:
        desk.ask()
    assert (caught.value.outcome, desk.record.stopped) == (why, [("bridge_choice", why)])
    assert len(desk.model.asked) == requests


def test_giving_up_carries_neither_question_nor_answer() -> None:
    with pytest.raises(ModelGaveUp) as caught:
        Desk("canary", "canary").ask()
    assert "canary" not in repr(caught.value)
    assert (caught.value.__context__, caught.value.__cause__) == (None, None)


def test_request_gets_what_is_left_of_stage_request_and_run() -> None:
    for within, left, expected in ((limits(stage=1), 99.0, 1.0), (limits(), 99.0, 2.0), (limits(), 0.5, 0.5)):
        desk = Desk(say("a"), within=within)
        desk.metered.seconds_left = lambda left=left: left  # type: ignore[misc]
        desk.ask()
        assert expected - 0.1 < desk.model.asked[0].time_left <= expected


def test_nothing_is_sent_when_time_is_up() -> None:
    desk = Desk(say("a"), within=limits(stage=0.01, least=0.02))
    with pytest.raises(ModelGaveUp, match="out_of_time"):
        desk.ask()
    assert desk.model.asked == []


def test_waiting_for_a_busy_server_ends_with_the_stage() -> None:
    desk = Desk(*[ModelReply(outcome=ReplyOutcome.RATE_LIMITED, retry_after=0.2)] * 4, within=limits(stage=0.3))
    began = time.monotonic()
    with pytest.raises(ModelGaveUp, match="rate_limited"):
        desk.ask()
    assert time.monotonic() - began < 0.4


@pytest.mark.parametrize("why", [ReplyOutcome.BUDGET_SPENT, ReplyOutcome.NOT_ALLOWED])
def test_nothing_is_sent_without_permission(why: ReplyOutcome) -> None:
    desk = Desk(say("a"))
    desk.record.permit = lambda task, tokens: why  # type: ignore[method-assign]
    with pytest.raises(ModelGaveUp, match=why):
        desk.ask()
    assert desk.model.asked == []


def kept_of(*script: Script) -> list[KeptReply]:
    desk = Desk(*script)
    with contextlib.suppress(ModelGaveUp):
        desk.ask()
    return [call.kept for call in desk.record.calls]


def test_kept_reply_is_taken_instead_of_asking() -> None:
    desk = Desk(kept=kept_of(say("a")))
    assert desk.ask().word == "a"
    assert (desk.model.asked, desk.record.calls) == ([], [])


def test_kept_reply_to_another_question_is_not() -> None:
    desk = Desk(say("b"), kept=kept_of(say("a")))
    assert desk.ask(OTHER).word == "b"


def test_kept_failures_are_gone_through_again_before_anything_is_sent() -> None:
    desk = Desk(say("c"), kept=kept_of(ReplyOutcome.SERVER_ERROR, "prose", "prose")[:2])
    assert desk.ask().word == "c"
    assert len(desk.model.asked) == 1


def test_without_a_model_there_is_what_was_kept_and_no_more() -> None:
    record = MemoryRecord()
    metered = MeteredModel(None, record, Names(choose=str), kept=kept_of(say("a")), limits=limits())
    ask = metered.begin(Task.CHOICE)
    assert ask(QUESTION, {}, read).word == "a"
    with pytest.raises(ModelGaveUp, match="not_stored"):
        ask(QUESTION, {}, read)


def test_kept_reply_reads_back_as_it_was() -> None:
    [kept] = kept_of(say("a"))
    assert KeptReply.model_validate_json(kept.canonical_text()) == kept


def test_call_says_nothing_of_the_texts_in_its_repr() -> None:
    desk = Desk(say("canary"))
    desk.ask()
    assert "canary" not in repr(desk.record.calls[0])


def test_record_that_breaks_breaks_the_run() -> None:
    desk = Desk(say("a"))

    def refuse(call: Call) -> None:
        raise ConnectionError

    desk.record.keep = refuse  # type: ignore[method-assign]
    with pytest.raises(ConnectionError):
        desk.ask()


def test_limits_in_force_are_those_the_worst_case_of_a_job_counts_with() -> None:
    assert dict(CallLimits().stages) == settings.MODEL_STAGE_SECONDS
    assert set(CallLimits().stages) == set(Task)


def test_script_says_when_more_was_asked_than_it_foresees() -> None:
    with pytest.raises(ScriptExhausted):
        Desk().ask()


def test_script_may_work_its_answer_out_from_the_question() -> None:
    answer: Callable[[Asked], str] = lambda asked: say(asked.task)  # noqa: E731 - a script is a function
    assert Desk(answer).ask().word == "bridge_choice"
