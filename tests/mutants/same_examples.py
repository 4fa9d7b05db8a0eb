"""A pytest plugin: Hypothesis tries the same examples for every mutant, and remembers none for the next."""

from __future__ import annotations

import pytest


@pytest.hookimpl(trylast=True)
def pytest_configure() -> None:
    # Not above: pytest wants to import it first.
    import hypothesis
    from hypothesis import HealthCheck, Phase

    hypothesis.settings.register_profile(
        "mutants",
        database=None,
        deadline=None,
        derandomize=True,
        # It is enough that one fails; nobody reads it, so it need not be small.
        phases=[Phase.explicit, Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    hypothesis.settings.load_profile("mutants")
