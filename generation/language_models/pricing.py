"""What a call costs, and how sure that is. An unknown cost is None, never 0."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum

from generation.language_models.model_tiers import PRICES, Price
from generation.pipeline.contracts import Value
from generation.pipeline.language_model import ModelReply, Prompt, ReplyOutcome, estimate_tokens

_MILLION = Decimal(1_000_000)
# "gpt-5-mini-2025-08-07" is a dated edition of "gpt-5-mini" at its price.
_EDITION = re.compile(r"-\d{4}-\d{2}-\d{2}$")

# Nothing ran, so nothing is charged. After any other silence the model may have run.
_NOTHING_RAN = frozenset(
    {
        ReplyOutcome.RATE_LIMITED,
        ReplyOutcome.UNREACHABLE,
        ReplyOutcome.QUOTA_SPENT,
        ReplyOutcome.UNAUTHORIZED,
        ReplyOutcome.UNKNOWN_MODEL,
        ReplyOutcome.TOO_LONG,
        ReplyOutcome.REJECTED,
        ReplyOutcome.REDIRECTED,
    }
)


# Nobody knows how far the model came.
_MAY_HAVE_RUN = frozenset(
    {
        ReplyOutcome.SERVER_ERROR,
        ReplyOutcome.CONNECTION_LOST,
        ReplyOutcome.TIMED_OUT,
        ReplyOutcome.MALFORMED,
        ReplyOutcome.OVERSIZED,
    }
)


class PriceSource(StrEnum):
    """`exact`: tokens as the server counted them, at the model's listed price. `estimated`: one of the two is ours."""

    EXACT = "exact"
    ESTIMATED = "estimated"
    UNKNOWN = "unknown"


class Cost(Value):
    """Tokens and US dollars of one call; `dollars` is None where no price is known.

    `price` is what the tokens were charged at, None where nothing was charged by tokens.
    """

    tokens_in: int
    tokens_cached: int
    tokens_out: int
    tokens_reasoning: int = 0
    dollars: Decimal | None
    source: PriceSource
    price: Price | None = None


def find_price(model: str, prices: Mapping[str, Price] = PRICES) -> Price | None:
    """The price of `model` or of what it is a dated edition of."""
    return prices.get(model) or prices.get(_EDITION.sub("", model))


def cost_of(
    prompt: Prompt,
    reply: ModelReply,
    model_asked: str,
    prices: Mapping[str, Price] = PRICES,
    *,
    own_prices: bool = True,
) -> Cost:
    """The cost of one request. `own_prices`: the endpoint is the one the prices are of.

    Where the server did not count, the prompt is counted as sent and the answer as received. Cached tokens without a
    price of their own are taken at the full one, so the cost is an upper bound and says `estimated`.
    """
    if reply.outcome in _NOTHING_RAN:
        return Cost(tokens_in=0, tokens_cached=0, tokens_out=0, dollars=Decimal(0), source=PriceSource.EXACT)
    usage = reply.usage
    tokens_in = usage.tokens_in if usage else prompt.estimated_tokens
    tokens_out = usage.tokens_out if usage else estimate_tokens(reply.text)
    cached = usage.tokens_cached if usage else 0
    answered = find_price(reply.model, prices)
    price = answered or find_price(model_asked, prices)
    is_exact = usage is not None and answered is not None and own_prices and (not cached or answered.cached is not None)
    if price is None or (usage is None and reply.outcome in _MAY_HAVE_RUN):
        dollars, source, price = None, PriceSource.UNKNOWN, None
    else:
        cached_price = price.tokens_in if price.cached is None else price.cached
        total = (tokens_in - cached) * price.tokens_in + cached * cached_price + tokens_out * price.tokens_out
        dollars, source = total / _MILLION, PriceSource.EXACT if is_exact else PriceSource.ESTIMATED
    return Cost(
        tokens_in=tokens_in,
        tokens_cached=cached,
        tokens_out=tokens_out,
        tokens_reasoning=usage.tokens_reasoning if usage else 0,
        dollars=dollars,
        source=source,
        price=price,
    )
