"""`replay`: what would change if these rules went live.

- `past_jobs`  jobs of the last days, listed and fetched within a rate, and kept: what was fetched stays
- `fetching`   the same as a person sees it: a progress bar, Ctrl-C, where it is kept
- `comparing`  a job under the old and the new rules -> what changes, and by which rules
"""
