"""Logs: JSON lines on standard error, ids and codes only; values of the field catalogue are cut out."""

import logging
import re
import sys
import time
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog
from flask import Flask, Response, g, request
from structlog.types import EventDict, WrappedLogger

from sisetp.domain.fields import CATALOGUE, DataClass
from sisetp.web.actor import current_presence

CUT = "[omitido]"

# Fields about a person: any key with one of these names loses its value, whoever logs it.
PERSONAL_KEYS = frozenset(name for (_form, name), field in CATALOGUE.items() if field.data_class is not DataClass.ADM)
_SECRET_KEYS = frozenset({"password", "senha", "senha_atual", "senha_nova", "csrf_token", "csrf", "cookie", "login"})
_OURS = frozenset({"rota"})  # written in the source, never typed by anybody
_PATTERNS = (
    re.compile(r"\b\d{3}\.?\d{3}\.?\d{3}-?\d{2}\b"),  # CPF
    re.compile(r"[^\s@\"'<>]+@[^\s@\"'<>]+\.[a-zA-Z]{2,}"),  # e-mail
    re.compile(r"(?<![\w-])\+?\d{0,3}[ (]{0,2}\d{2}\)?[ -]?9?\d{4}[ -]?\d{4}(?![\w-])"),  # telephone
)
log = structlog.get_logger("sisetp.acesso")


def init_logging(app: Flask, level: str) -> None:
    """Send every logger through the redaction to standard error and write one line for each request."""
    formatter = structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[structlog.stdlib.add_log_level, structlog.stdlib.add_logger_name],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.TimeStamper(fmt="iso", utc=True, key="quando"),
            frames_only,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    structlog.configure(
        processors=[
            structlog.stdlib.add_log_level,
            structlog.stdlib.add_logger_name,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    _install(formatter, level)
    app.logger.setLevel(logging.CRITICAL + 1)  # it would print exception texts; `errors.failed` writes frames instead
    _log_requests(app)


def redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Cut what could be about a person out of an event, at any depth."""
    return {key: value if key in _OURS else CUT if _personal(key) else _clean(value) for key, value in event.items()}


def frames_only(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its type and frames: the text of an exception may hold a value."""
    info = event.pop("exc_info", None)
    if info is True:
        info = sys.exc_info()
    error = info[1] if isinstance(info, tuple) else info
    if isinstance(error, BaseException):
        event["excecao"], event["quadros"] = type(error).__name__, frames_of(error)
    return event


def frames_of(error: BaseException | None) -> list[str]:
    """Frames of an exception as `file:line function`, innermost last; no values."""
    if error is None:
        return []
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


def _install(formatter: logging.Formatter, level: str) -> None:
    root = logging.getLogger()
    for handler in [handler for handler in root.handlers if isinstance(handler, _StderrHandler)]:
        root.removeHandler(handler)
    ours = _StderrHandler()
    ours.setFormatter(formatter)
    root.addHandler(ours)
    root.setLevel(level)
    for name in ("sqlalchemy", "alembic", "werkzeug"):
        logging.getLogger(name).setLevel(logging.WARNING)


class _StderrHandler(logging.Handler):
    """Ours, so that a second application in the same process replaces it instead of doubling every line."""

    def emit(self, record: logging.LogRecord) -> None:
        """Write one line to the standard error of this moment."""
        try:
            sys.stderr.write(self.format(record) + "\n")
        except ValueError:
            return  # standard error is closed: the process is ending


def _log_requests(app: Flask) -> None:
    @app.before_request
    def start_clock() -> None:
        g.started = time.perf_counter()

    @app.after_request
    def write_line(response: Response) -> Response:
        if request.endpoint != "static":
            who = current_presence()
            log.info(
                "acesso",
                metodo=request.method,
                rota=request.url_rule.rule if request.url_rule else None,
                situacao=response.status_code,
                ms=round((time.perf_counter() - g.get("started", time.perf_counter())) * 1000),
                usuario_id=who.account.id if who else None,
            )
        return response


def _personal(key: str) -> bool:
    return key in PERSONAL_KEYS or key in _SECRET_KEYS


def _clean(value: Any) -> Any:
    if isinstance(value, str):
        for pattern in _PATTERNS:
            value = pattern.sub(CUT, value)
        return value
    if isinstance(value, MutableMapping):
        return {key: CUT if _personal(str(key)) else _clean(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_clean(inner) for inner in value]
    return value
