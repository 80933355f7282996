"""The codebook on a screen of its own, under revision."""
