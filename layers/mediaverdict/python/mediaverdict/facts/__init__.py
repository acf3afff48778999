"""Job details -> facts: values with exact numbers and units; for a finding, each with its raw text and its path.

- `fact`       what a fact is, and how a value of each kind is read
- `sources`    where facts come from: the value, and apart from it what a finding tells of it
- `spec`       a fact's definition
- `streams`, `files`, `derived`, `requested`, `job`  the definitions, a row each, by family
- `catalog`    all of them: what a rule may name
- `values`     a job's facts, an output's, a group's, computed when asked for
"""

from mediaverdict.facts.catalog import FactSpec, find_fact, nearest_facts
from mediaverdict.facts.fact import Fact, Value
from mediaverdict.facts.values import GroupFacts, JobFacts, OutputFacts

__all__ = ["Fact", "FactSpec", "GroupFacts", "JobFacts", "OutputFacts", "Value", "find_fact", "nearest_facts"]
