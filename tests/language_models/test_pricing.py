"""What a call cost, and when that is an estimate."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from generation.language_models.model_tiers import PRICES, Price
from generation.language_models.pricing import Cost, PriceSource, cost_of, find_price
from generation.pipeline.language_model import ModelReply, Prompt, ReplyOutcome, Usage

PROMPT = Prompt(version="p-1", file_sha256="", instructions="i" * 4000, data="d" * 400, answer_tokens=100)
USAGE = Usage(tokens_in=1000, tokens_out=200)


def cost(model: str = "gpt-5-mini", asked: str = "gpt-5-mini", prices: Any = PRICES, **reply: Any) -> Cost:
    values = {"outcome": ReplyOutcome.ANSWERED, "text": "four", "usage": USAGE, "model": model, **reply}
    own = values.pop("own_prices", True)
    return cost_of(PROMPT, ModelReply(**values), asked, prices, own_prices=own)


def test_counted_tokens_at_a_listed_price_are_exact() -> None:
    assert cost() == Cost(
        tokens_in=1000,
        tokens_cached=0,
        tokens_out=200,
        dollars=Decimal("0.00065"),
        source=PriceSource.EXACT,
        price=PRICES["gpt-5-mini"],
    )


def test_thoughts_are_some_of_the_answer_and_cost_no_more_than_once() -> None:
    found = cost(usage=Usage(tokens_in=1000, tokens_out=200, tokens_reasoning=150))
    assert (found.tokens_reasoning, found.dollars) == (150, Decimal("0.00065"))


@pytest.mark.parametrize(
    ("model", "dollars"), [("gpt-5.2", "4.55"), ("gpt-5", "3.25"), ("gpt-5-mini", "0.65"), ("gpt-5-nano", "0.13")]
)
def test_prices_are_the_registrys(model: str, dollars: str) -> None:
    thousandfold = Usage(tokens_in=1_000_000, tokens_out=200_000)
    assert cost(model, usage=thousandfold).dollars == Decimal(dollars)


def test_dated_edition_costs_what_the_model_costs() -> None:
    assert cost("gpt-5-mini-2025-08-07").source is PriceSource.EXACT
    assert find_price("gpt-5-mini-turbo") is None


def test_cached_tokens_without_a_price_of_their_own_are_an_estimate_at_the_full_price() -> None:
    found = cost(usage=Usage(tokens_in=1000, tokens_cached=800, tokens_out=200))
    assert (found.dollars, found.source, found.tokens_cached) == (Decimal("0.00065"), PriceSource.ESTIMATED, 800)


def test_cached_tokens_with_a_price_are_exact() -> None:
    prices = {"m": Price(tokens_in=Decimal(1), tokens_out=Decimal(1), cached=Decimal("0.1"))}
    found = cost("m", "m", prices, usage=Usage(tokens_in=1000, tokens_cached=800, tokens_out=0))
    assert (found.dollars, found.source) == (Decimal("0.00028"), PriceSource.EXACT)


def test_tokens_nobody_counted_are_estimated() -> None:
    found = cost(usage=None)
    assert (found.tokens_in, found.tokens_out, found.source) == (1100, 1, PriceSource.ESTIMATED)


def test_model_that_answered_under_another_name_is_an_estimate_at_the_price_asked_for() -> None:
    assert cost("something-new").source is PriceSource.ESTIMATED


def test_listed_price_at_somebody_elses_endpoint_is_an_estimate() -> None:
    assert cost(own_prices=False).source is PriceSource.ESTIMATED


def test_model_without_a_price_costs_an_unknown_amount_and_not_nothing() -> None:
    found = cost("qwen", "qwen")
    assert (found.dollars, found.source) == (None, PriceSource.UNKNOWN)


@pytest.mark.parametrize("outcome", ["timed_out", "server_error", "connection_lost", "malformed", "oversized"])
def test_request_that_may_have_run_costs_an_unknown_amount(outcome: str) -> None:
    found = cost(outcome=ReplyOutcome(outcome), usage=None)
    assert (found.dollars, found.source, found.tokens_in) == (None, PriceSource.UNKNOWN, 1100)


@pytest.mark.parametrize("outcome", ["unreachable", "rate_limited", "unauthorized", "redirected", "too_long"])
def test_request_that_never_ran_costs_nothing(outcome: str) -> None:
    found = cost(outcome=ReplyOutcome(outcome), usage=None)
    assert (found.dollars, found.source, found.tokens_in) == (0, PriceSource.EXACT, 0)
