"""Job details -> facts: values with exact numbers and units; for a finding, each with its raw text and its path.

- `fact`       what a fact is, and how a value of each kind is read
- `definition` a fact's definition: the value, and apart from it what a finding tells of it
- `streams`, `files`, `derived`, `requested`, `job`  the definitions, a row each, by family
- `asking`, `edges`, `allowed` how those of a request are made; which edge it means; why less is no fault
- `requested_values` what a request means, in the answer's own words
- `catalog`    all of them: what a rule may name
- `tracks`     each stream of an output: `audio[*].language`
- `languages`  tags of languages in either form, compared
- `values`     a job's facts, an output's, a group's, computed when asked for
"""

from mediaverdict.facts.catalog import find_fact, nearest_facts
from mediaverdict.facts.definition import FactSpec
from mediaverdict.facts.every_track import TrackFacts
from mediaverdict.facts.fact import Fact, Value
from mediaverdict.facts.values import GroupFacts, JobFacts, OutputFacts

__all__ = [
    "Fact", "FactSpec", "GroupFacts", "JobFacts", "OutputFacts", "TrackFacts", "Value", "find_fact", "nearest_facts",
]  # fmt: skip
