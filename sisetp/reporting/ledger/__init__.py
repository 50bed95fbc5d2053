"""The ledger of public releases: insert-only, hash-chained; published cells back to documents, files and series."""

from sisetp.reporting.ledger.chain import GENESIS, head, last, release_hash
from sisetp.reporting.ledger.model import ArquivoPublicado, DivulgacaoPublicada, Formato, Problema
from sisetp.reporting.ledger.reading import (
    newest,
    published_digest,
    published_document,
    published_file,
    published_release,
    published_releases,
    series,
)
from sisetp.reporting.ledger.verification import verify, verify_published

__all__ = [
    "GENESIS",
    "ArquivoPublicado",
    "DivulgacaoPublicada",
    "Formato",
    "Problema",
    "head",
    "last",
    "newest",
    "published_digest",
    "published_document",
    "published_file",
    "published_release",
    "published_releases",
    "release_hash",
    "series",
    "verify",
    "verify_published",
]
