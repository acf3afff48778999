"""`replay`: what would change if these rules went live.

- `past_jobs`  jobs of the last days, fetched page by page within a rate, and kept: what was fetched stays
- `comparing`  a job under the old and the new rules -> what changes, and by which rules
"""
