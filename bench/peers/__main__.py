"""Fills one forum: `python -m bench.peers spirit contents.jsonl`, with that forum's interpreter.

What it prints last is JSON: its addresses, its form for a reply, and a member's session.
"""

import json
import sys
from importlib import import_module
from pathlib import Path

import django

django.setup()
name, contents = sys.argv[1:]
print(json.dumps(import_module(f"bench.peers.{name}.filling").Filled().run(Path(contents))))
