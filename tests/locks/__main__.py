"""Proof that the lock files install on a bare machine: `make prove-locks`, which `.ci/run` runs.

Each file goes into an empty virtual environment, with the oldest pip that a supported Python came with and with the
newest there is: what runs here today is neither. llama-cpp-python takes minutes to build, so its file is only resolved.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sessionbridge.terminal import terminal_output
from tests.locks.locked import Installed, find_gaps, read_requirements

ROOT = Path(__file__).resolve().parents[2]
# What the first release of each Python brought. Older ones do not run on it.
OLDEST_PIP = {(3, 11): "22.3", (3, 12): "23.2.1", (3, 13): "24.2"}
AT_ONCE = 2


def main() -> int:
    oldest = f"pip=={OLDEST_PIP[sys.version_info[:2]]}"
    proofs = [(lock, pip) for lock in ("requirements-dev.txt", "requirements.txt") for pip in (oldest, "pip")]
    # An installation waits for the network and for one core at a time.
    with ThreadPoolExecutor(AT_ONCE) as pool:
        resolved = pool.submit(prove, "requirements-llm.txt", "pip", "--dry-run", "--ignore-installed")
        gaps = [gap for found in pool.map(lambda proof: prove(*proof), proofs) for gap in found] + resolved.result()
    for gap in gaps:
        print(gap, file=sys.stderr)
    return 1 if gaps else 0


def prove(lock: str, pip: str, *options: str) -> list[str]:
    """Install `lock` into an empty environment with the pip that the requirement `pip` names; what is wrong with it."""
    with tempfile.TemporaryDirectory() as folder:
        report = f"{folder}/report.json"
        run_pip = [f"{folder}/bin/python", "-m", "pip", "--disable-pip-version-check"]
        as_locked = ["--require-hashes", "--no-deps", "--report", report, "-r", str(ROOT / lock)]
        steps = [
            [sys.executable, "-m", "venv", folder],
            [*run_pip, "install", "--upgrade", pip],
            [*run_pip, "install", *as_locked, *options],
            [*run_pip, "check"],
        ]
        for step in steps:
            done = subprocess.run(step, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
            if done.returncode:
                return [f"{lock} with {pip}: {' '.join(step)} failed\n{done.stdout}"]
        asked = read_requirements((ROOT / lock).with_suffix(".in").read_text(encoding="utf-8"))
        locked = read_requirements((ROOT / lock).read_text(encoding="utf-8"))
        gaps = find_gaps(locked, read_report(Path(report)), asked)
    print(f"{lock} with {pip}: {'resolved' if options else 'installed'}", flush=True)
    return [f"{lock} with {pip}: {gap}" for gap in gaps]


def read_report(path: Path) -> list[Installed]:
    """The packages in what `pip install --report` wrote."""
    packages = [item["metadata"] for item in json.loads(path.read_text(encoding="utf-8"))["install"]]
    return [
        Installed(of["name"], of["version"], of.get("requires_dist", ()), of.get("provides_extra", ()))
        for of in packages
    ]


if __name__ == "__main__":
    with terminal_output():
        sys.exit(main())
