"""Rule books for the studio's tests: the repository's, and one that is written in every way that YAML knows."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[1]
RULES = ROOT / "functions" / "judge" / "rules.yml"
REPOSITORY = RULES.read_text(encoding="utf-8")
ODD = """\
# A book in many styles — 🎬 with signs beyond the first plane
version: 1   # the version


include:
- pack: sane  # first
- {pack: ladder}
jobs:
    job.state: {not: Fail}  # only those
rules:
- id: "in quotes"   # an ID
  description: >
    Two lines
    of text
  severity: "warn" # quoted
  match:
      output.name: '*720*'   # 🎬
      video.codec:
        # why these
        - h264
        - hevc

  # between
  require:
    height: 720 # plain
    duration:
      min: 5s   # least
      max: 1h

- {id: flow, scope: group, require: {bitrate: {step: {min: 1.5, max: 2}, by: video.codec}, count: {min: 2}}} # one line
-   id: deep
    when: {"audio[*].language": {some: zh}}
    any_of:
      - {width: 1280, height: 720,
         video.fps: 25}  # over two lines
      -   width: 720
          # a comment in a branch
          height: 1280
    none_of: [{video.codec: vp9}, {container: avi, audio.count: 0}]
- {id: sane/all-outputs, severity: off}   # switched off
# the end
waive:
  - {rule: flow, reason: known}
"""
"""Every place that an edit must find."""
