"""Files, databases and people who look: everything between a county's systems and the frames that metrics measures."""
