"""Evaluation level 1: what those who were trained say of a run, without saying who they are."""
