"""Mapping files of layouts that many counties share, and how a county file takes one."""
