"""The server's door: `python -m streamlit run app.py`, or any ASGI server with `app:app`."""

from pathlib import Path

import streamlit as st

from shell.open_data import ROUTES
from shell.server import MIDDLEWARE, warm_start
from shell.sign_in import checked_secrets

app = st.App(
    Path(__file__).parent / "shell" / "navigation.py",
    lifespan=warm_start,
    routes=ROUTES,
    middleware=MIDDLEWARE,
    secrets=checked_secrets(),
)
