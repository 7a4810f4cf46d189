"""Briefs: one content, built once from published answers, and every product that is made of it."""
