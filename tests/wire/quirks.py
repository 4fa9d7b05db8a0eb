"""How servers that speak the same protocol differ, as behaviours of the scripted server. docs/models.md has the table.

`does` and `we` are the words of the table. `tells` is what the server says when it is looked at before it is asked.
`requests` counts the questions until there is an answer or none; the second question then takes one. `left_out` and
`form` are how it is asked from then on.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from generation.pipeline.language_model import ReplyOutcome as Out
from tests.wire.scripted_server import Behaviour, Exchange, Received, completion

ANSWER = '{"verdict": "pass", "violations": []}'


class Quirk(NamedTuple):
    server: str
    does: str
    we: str
    behave: Behaviour
    outcome: Out = Out.ANSWERED
    requests: int = 1
    left_out: tuple[str, ...] = ()
    form: str = "json_schema"
    reasoning: int = 0
    tokens_out: int = 200
    tells: Mapping[str, object] | None = None
    again: int = 1


def _refusing(wrong: Callable[[dict[str, Any]], bool], body: object, status: str = "400 Bad Request") -> Behaviour:
    def behave(request: Received, exchange: Exchange) -> None:
        if wrong(request.body):
            exchange.send_json(body, status)
        else:
            exchange.send_json(completion(ANSWER))

    return behave


def _always(body: object, status: str = "400 Bad Request") -> Behaviour:
    return _refusing(lambda _body: True, body, status)


def _saying(text: str | None = ANSWER, **changes: Any) -> Behaviour:
    return lambda _request, exchange: exchange.send_json(completion(text, **changes))


def _has(name: str) -> Callable[[dict[str, Any]], bool]:
    return lambda body: name in body


def _error(message: str, **others: object) -> dict[str, object]:
    return {"error": {"message": message, "type": "invalid_request_error", "param": None, "code": None, **others}}


def _form(body: dict[str, Any]) -> str:
    return str(body.get("response_format", {}).get("type", "prompt"))


def _extra(*names: str) -> dict[str, object]:
    said = "Extra inputs are not permitted"
    return {"detail": [{"type": "extra_forbidden", "loc": ["body", name], "msg": said} for name in names]}


def _usage(completion_tokens: int, total: int, **details: object) -> dict[str, object]:
    return {"prompt_tokens": 1500, "completion_tokens": completion_tokens, "total_tokens": total, **details}


_LIMIT = _error(
    "Unsupported parameter: 'max_tokens' is not supported with this model. Use 'max_completion_tokens' instead.",
    param="max_tokens", code="unsupported_parameter",
)  # fmt: skip
_VLLM_LONG = (
    "This model's maximum context length is 4096 tokens. However, you requested 9000 tokens (5000 in the messages, "
    "4000 in the completion). Please reduce the length of the messages or completion."
)
_LLAMA_LONG = "the request exceeds the available context size. try increasing the context size or enable context shift"
_PYTHON_LONG = (
    "This model's maximum context length is 2048 tokens, however you requested 2285 tokens (2285 in your prompt). "
    "Please reduce your prompt."
)
_AZURE_FILTER = _error(
    "The response was filtered due to the prompt triggering the content management policy.",
    type=None, param="prompt", code="content_filter", status=400,
    innererror={"code": "ResponsibleAIPolicyViolation", "content_filter_result": {"self_harm": {"filtered": True}}},
)  # fmt: skip
_CHANNELS = (
    f"<|channel|>analysis<|message|>We need JSON.<|end|><|start|>assistant<|channel|>final<|message|>{ANSWER}<|return|>"
)

QUIRKS = (
    # What is refused by name.
    Quirk("OpenAI, Azure (gpt-5 and later)", "refuses `max_tokens` by name", "sends `max_completion_tokens`",
          _refusing(_has("max_tokens"), _LIMIT), requests=2, left_out=("max_tokens",)),
    Quirk("Mistral", "refuses every field it does not know: `store`, then others", "leaves each out",
          _refusing(_has("store"), _extra("store"), "422 Unprocessable Entity"), requests=2, left_out=("store",)),
    Quirk("gateways", "refuse both names of the limit", "sends no limit",
          _refusing(lambda body: "max_tokens" in body or "max_completion_tokens" in body,
                    _error("Unrecognized request arguments supplied: max_tokens, max_completion_tokens")),
          requests=3, left_out=("max_completion_tokens", "max_tokens")),
    Quirk("models that do not think", "refuse `reasoning_effort`", "leaves it out",
          _refusing(_has("reasoning_effort"), _error("Unsupported parameter: 'reasoning_effort'",
                                                     param="reasoning_effort", code="unsupported_parameter")),
          requests=2, left_out=("reasoning_effort",)),
    Quirk("vLLM (Gemma 2 and others)", "has no system role in the model's template",
          "puts the instructions before the data, in one message",
          _refusing(lambda body: body["messages"][0]["role"] == "system",
                    {"object": "error", "message": "System role not supported", "type": "BadRequestError",
                     "param": None, "code": 400}), requests=2, left_out=("system",)),
    Quirk("llama.cpp (Mistral templates)", "breaks over the system role with a 500 that names it",
          "puts the instructions before the data, in one message",
          _refusing(lambda body: body["messages"][0]["role"] == "system",
                    {"error": {"code": 500, "type": "server_error",
                               "message": "Jinja Exception: Only user, assistant and tool roles are supported, "
                                          "got system."}}, "500 Internal Server Error"),
          requests=2, left_out=("system",)),
    # The form of the answer.
    Quirk("older OpenAI models", "refuse `json_schema`", "asks for a JSON object",
          _refusing(lambda body: _form(body) == "json_schema",
                    _error("Invalid parameter: 'response_format' of type 'json_schema' is not supported with this "
                           "model.")), requests=2, form="json_object"),
    Quirk("gateways", "refuse every `response_format`", "asks by the prompt alone",
          _refusing(_has("response_format"), _extra("response_format"), "422 Unprocessable Entity"),
          requests=3, form="prompt"),
    Quirk("llama-cpp-python", "breaks over `json_schema` with a 500 that names `response_format`",
          "asks for a JSON object",
          _refusing(lambda body: _form(body) == "json_schema",
                    _error("[{'type': 'literal_error', 'loc': ('body', 'response_format', 'type'), "
                           "'msg': \"Input should be 'text' or 'json_object'\", 'input': 'json_schema'}]"),
                    "500 Internal Server Error"), requests=2, form="json_object"),
    # Thoughts.
    Quirk("OpenAI", "counts thoughts in the answer's tokens and apart", "keeps both",
          _saying(usage=_usage(700, 2200, completion_tokens_details={"reasoning_tokens": 640})),
          reasoning=640, tokens_out=700),
    Quirk("xAI, Gemini", "count thoughts in the total alone", "adds them to the output, as they are billed",
          _saying(usage=_usage(60, 2200)), reasoning=640, tokens_out=700),
    Quirk("llama.cpp, Ollama (Qwen, DeepSeek)", "leave `<think>` in the answer, sometimes empty",
          "takes it off; estimates its tokens", _saying(f"<think>\n{'Hm. ' * 20}\n</think>\n\n{ANSWER}"),
          reasoning=25),
    Quirk("templates that begin the thought", "hand over its end alone", "takes everything before it off",
          _saying(f"Let me see.\n</think>\n{ANSWER}"), reasoning=5),
    Quirk("gpt-oss behind servers without its parser", "leaves the channels in", "reads the last channel",
          _saying(_CHANNELS), reasoning=24),
    Quirk("vLLM, DeepSeek", "hand thoughts over in a field of their own, uncounted", "estimates their tokens",
          _saying(message={"reasoning_content": "Hm. " * 20}), reasoning=20),
    Quirk("thinking models with too little room", "think until the limit and say nothing",
          "asks once more; `MODEL_THINKING` makes the room", _saying(None, finish_reason="length"), Out.TRUNCATED),
    # How an answer comes.
    Quirk("Mistral", "gives the answer as a list of parts, thoughts among them", "joins what is text",
          _saying(message={"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm."}]},
                                       {"type": "text", "text": ANSWER[:10]}, {"type": "text", "text": ANSWER[10:]}]}),
          reasoning=17),
    Quirk("models without a JSON mode", "put the answer into a fence", "takes it off",
          _saying(f"```json\n{ANSWER}\n```")),
    Quirk("gateways", 'answer with `"model": null`', "goes by the model that was asked", _saying(model=None)),
    # No.
    Quirk("OpenRouter, DeepSeek", "answer 402 where nothing is left to spend", "goes on by rules, asked once",
          _always(_error("Insufficient credits", code=402), "402 Payment Required"), Out.QUOTA_SPENT),
    Quirk("OpenAI", "answers 429 `insufficient_quota`", "goes on by rules, asked once",
          _always(_error("You exceeded your current quota", code="insufficient_quota"), "429 Too Many Requests"),
          Out.QUOTA_SPENT),
    Quirk("Azure", "filters a prompt: 400 `content_filter`", "goes on by rules, asked once",
          _always(_AZURE_FILTER), Out.FILTERED),
    Quirk("vLLM", "says in words alone that a prompt is too long", "goes on by rules, asked once",
          _always({"object": "error", "message": _VLLM_LONG, "type": "BadRequestError", "param": None, "code": 400}),
          Out.TOO_LONG),
    Quirk("llama.cpp", "answers `exceed_context_size_error`, sometimes with a 500",
          "goes on by rules, asked once",
          _always({"error": {"code": 500, "message": _LLAMA_LONG, "type": "exceed_context_size_error",
                             "n_prompt_tokens": 1407, "n_ctx": 256}}, "500 Internal Server Error"), Out.TOO_LONG),
    Quirk("llama-cpp-python", "answers 400 `context_length_exceeded`", "goes on by rules, asked once",
          _always(_error(_PYTHON_LONG, code="context_length_exceeded")), Out.TOO_LONG),
    # Told before.
    Quirk("vLLM", "tells what a model reads at once in `/v1/models` (`max_model_len`)",
          "does not send what is longer; no limit beyond it", _saying(), Out.TOO_LONG, requests=0, again=0, form="",
          tells={"/v1/models": {"object": "list", "data": [{"id": "m", "max_model_len": 512}]}}),
    Quirk("llama.cpp", "tells it in `/props` (`n_ctx`)", "does not send what is longer; no limit beyond it", _saying(),
          Out.TOO_LONG, requests=0, again=0, form="",
          tells={"/props": {"default_generation_settings": {"n_ctx": 512}}}),
)  # fmt: skip
