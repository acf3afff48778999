"""Job details -> facts: values with exact numbers and units, each with its raw text and its path.

- `fact`       what a fact is, and how one is read from a part of the answer
- `catalog`    every fact's name, kind and meaning: what a rule may name
- `streams`    video and audio streams
- `outputs`    an output's facts, found by name, computed when asked for
- `requested`  what the job asked of an output
- `job`        the job's own facts and its user data
"""

from mediaverdict.facts.catalog import FactSpec, find_fact, nearest_facts
from mediaverdict.facts.fact import ABSENT, Fact, Value
from mediaverdict.facts.job import JobFacts
from mediaverdict.facts.outputs import OutputFacts

__all__ = ["ABSENT", "Fact", "FactSpec", "JobFacts", "OutputFacts", "Value", "find_fact", "nearest_facts"]
