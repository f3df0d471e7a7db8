"""Times that every reader sees alike, in whatever zone they and the builder are.

Browsers read "2024-03-01" as midnight in Greenwich and "2024-03-01T00:00" as midnight here, and show both as
it is here: west of Greenwich the first becomes the last of February. So times travel as the clock and the
calendar of the data show them, without a zone.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

_DAY = re.compile(r"([+-]\d{6}|\d{4})(-\d\d)?(-\d\d)?")
_ZONED = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?)(?:Z|[+-]\d\d:?\d\d)")
_BARE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?")
_START = datetime(1970, 1, 1, tzinfo=UTC)


def same_everywhere(value: Any, utc: bool = False) -> Any:
    """A cell of a column of times as any browser shows it alike.

    ISO texts lose their zone, days become their first minute, and numbers (milliseconds since 1970) the time
    in Greenwich. With `utc`, where the chart shows times as they are in Greenwich, a zone is kept, and a text
    without one is taken to be of there. What is anything else stays as it is.
    """
    if isinstance(value, str):
        return _text(value.strip(), value, utc)
    if isinstance(value, int | float) and not isinstance(value, bool) and not utc:
        return _clock(value)
    return value


def _text(text: str, value: str, utc: bool) -> str:
    if match := _DAY.fullmatch(text):
        return value if utc else f"{match[1]}{match[2] or '-01'}{match[3] or '-01'}T00:00:00"
    if match := _ZONED.fullmatch(text):
        return value if utc else match[1]
    return f"{text}Z" if utc and _BARE.fullmatch(text) else value


def _clock(milliseconds: float) -> Any:
    try:
        return (_START + timedelta(milliseconds=milliseconds)).replace(tzinfo=None).isoformat()
    except OverflowError:
        return milliseconds
