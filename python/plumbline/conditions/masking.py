"""Takes what looks like a secret out of text that is kept. What does not look like one stays: this is no promise."""

from __future__ import annotations

import re

MASK = "***"

_KNOWN = re.compile(
    r"\b(?:plb_[\w-]{20,}|gh[pousr]_\w{20,}|github_pat_\w{20,}|glpat-[\w-]{15,}|hf_\w{20,}|sk-[\w-]{20,}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16}|dapi[0-9a-f]{32})"
)
_IN_ADDRESS = re.compile(r"(?<=://)[^/\s:@'\"]+:[^/\s@'\"]+(?=@)")
_NAMED = re.compile(
    r"""(?ix)
    ( [\w.-]* (?: token | passw(?:or)?d | passphrase | secret | api_?key | access_?key | private_?key | credential s? ) [\w.-]*
      ['"]? \s* [\])]* \s* [:=,] \s* ) ( ['"] ) ( [^'"\n]{4,} ) \2
    """
)
_KEY_BLOCK = re.compile(r"(-----BEGIN [A-Z ]*PRIVATE KEY-----).*?(-----END [A-Z ]*PRIVATE KEY-----|\Z)", re.DOTALL)


def masked(text):
    text = _KEY_BLOCK.sub(r"\1 %s \2" % MASK, text)
    text = _KNOWN.sub(MASK, text)
    text = _IN_ADDRESS.sub(MASK, text)
    return _NAMED.sub(lambda found: found.group(1) + found.group(2) + MASK + found.group(2), text)
