"""Choices whose ids live in the address, the same in every language, while the reader sees them by their labels.

The platform writes the label of a choice into the address. So the address is bound to a text field that nobody sees
(look.css), which holds ids, and the field that the reader uses follows it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal

import streamlit as st

from presentation import words

BETWEEN: Final = ","
"""Between the ids of a choice of several."""
_SHOWN: Final = "choose_"
"""What the name of the field begins with that the reader uses; the name in the address follows."""


@dataclass(frozen=True, kw_only=True)
class Picked:
    """What one select box was set to: its id in the address, "" where there is nothing to choose, and its value."""

    id: str
    value: Any


def select(
    label: str, name: str, options: Mapping[str, Any], default: str, labels: Mapping[str, str], *, search: bool = False
) -> Picked:
    """Show one select box; its choice stands in the address under name.

    options and labels: by id. Whatever stands in the address and is no id is taken for a label, as older links wrote it, and
    otherwise for the default. search lets the reader type a part of a label, where options are many.
    """
    if not options:
        return Picked(id="", value=None)
    default = default if default in options else next(iter(options))
    picked = _id_of(_in_address(name, default), options, labels) or default
    mode: Literal["contains"] | None = "contains" if search else None
    shown = _shown(name)
    st.session_state[shown] = picked
    st.selectbox(
        words.say(label),
        list(options),
        format_func=lambda option: labels.get(option, option),
        key=shown,
        filter_mode=mode,
        on_change=_into_the_address,
    )
    return Picked(id=picked, value=options[picked])


def several(
    label: str, name: str, options: Sequence[str], default: Sequence[str], labels: Mapping[str, str], *, most: int
) -> tuple[str, ...]:
    """Show a field for one to most of several options; return their ids. Without one, the default is taken."""
    asked = _in_address(name, BETWEEN.join(default)).split(BETWEEN)
    found = (_id_of(one, options, labels) for one in asked)
    picked = [*dict.fromkeys(one for one in found if one)][:most]
    shown = _shown(name)
    st.session_state[shown] = picked
    st.multiselect(
        words.say(label),
        options,
        format_func=lambda option: labels.get(option, option),
        key=shown,
        max_selections=most,
        placeholder=words.say("choose"),
        filter_mode="contains",
        wrap=True,
        on_change=_into_the_address,
    )
    return tuple(picked) or tuple(default)


def _in_address(name: str, default: str) -> str:
    with st.container(key=f"address_{name}"):
        return str(st.text_input(name, value=default, key=name, bind="query-params", label_visibility="collapsed"))


def _id_of(asked: str, options: Mapping[str, Any] | Sequence[str], labels: Mapping[str, str]) -> str:
    """Return the id that is asked for, or the one with the label that is; "" where there is none."""
    return asked if asked in options else next((one for one, text in labels.items() if text == asked), "")


def _shown(name: str) -> str:
    return f"{_SHOWN}{name}"


def _into_the_address() -> None:
    """Write every choice on the page into the address, not only the one that was just made.

    Whoever chooses twice in a row is faster than the answer to the first: the browser then sends the old address along with
    both new choices, and the first would be lost.
    """
    for shown in [key for key in st.session_state if str(key).startswith(_SHOWN)]:
        chosen = st.session_state[shown]
        st.session_state[str(shown).removeprefix(_SHOWN)] = chosen if isinstance(chosen, str) else BETWEEN.join(chosen)
