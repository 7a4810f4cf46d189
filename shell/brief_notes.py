"""The two texts of briefs, kept: what was read and let through stands in the next brief, and new ones can be sent."""

import streamlit as st

from data_access.voices.inbox import InboxError
from data_access.voices.said import Author, Beside, Kind
from data_access.voices.shown import ShownVoice
from presentation import voices as told
from presentation import words
from presentation.briefs import content
from presentation.briefs.content import Brief
from presentation.briefs.texts import Written
from shell import voices
from shell.brief_view import BriefChoice
from shell.visit import Visit
from shell.voices import Draft


def with_kept(visit: Visit, choice: BriefChoice, brief: Brief) -> Brief:
    """Return the brief with the newest texts that were kept for its first number, period and groups, signed by a role."""
    return content.with_texts(
        brief, behind=_kept(visit, choice, Kind.BEHIND) or brief.behind, ask=_kept(visit, choice, Kind.ASK) or brief.ask
    )


def _kept(visit: Visit, choice: BriefChoice, kind: Kind) -> Written | None:
    found = voices.of_briefs(visit, choice.measures[0].measure_id, choice.period, choice.groups, kind)
    return _written(found[0]) if found else None


def _written(voice: ShownVoice) -> Written:
    return Written(text=voice.text, role=told.author_name(voice.author), on=voice.sent_on)


def keep(visit: Visit, choice: BriefChoice, brief: Brief) -> None:
    """Show, to partners, the part by which the texts are sent to the data team, which lets them be shown from then on."""
    if not (voices.may_keep_for_briefs() and voices.can_send(visit) and (brief.behind or brief.ask)):
        return
    with st.expander(words.say("voices_keep_title"), key="brief_keep"):
        st.html(f'<p class="tl-note">{words.say("voices_keep_help")}</p>')
        author = st.selectbox(words.say("voices_who"), voices.authors(), format_func=told.author_name, key="keep_who")
        if st.button(words.say("voices_keep"), key="brief_keep_texts"):
            _send(visit, choice, brief, author)


def _send(visit: Visit, choice: BriefChoice, brief: Brief, author: Author) -> None:
    beside = Beside(measure_id=choice.measures[0].measure_id, period=choice.period, groups=dict(choice.groups))
    references = []
    try:
        for kind, written in ((Kind.BEHIND, brief.behind), (Kind.ASK, brief.ask)):
            if written:
                draft = Draft(text=written.text, author=author, consent=True, beside=beside, for_briefs=kind)
                references.append(voices.send(visit, draft))
    except InboxError as error:
        st.warning(words.say(f"voices_not_{error.why}"))
        return
    st.success(words.say("voices_thanks", reference=", ".join(references)))
