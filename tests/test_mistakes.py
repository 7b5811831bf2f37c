"""What a person did wrong is recognised in YAML that cannot be read, whichever parser reads it."""

from __future__ import annotations

import pytest
import yaml

from generator import fields
from generator.fields import parse
from generator.problems import Problems

MISTAKES = [
    ("- id: a\n\tquestion: x\n", "2:1 tab"),
    ("terms:\n\tx: y\n", "2:1 tab"),
    ("-\tid: a\n\tquestion: b\n", "1:2 tab"),
    ("title: Boats: a story\n", "1:13 unquoted-colon"),
    ("answer: It is new\n  and it is so: good\n", "2:15 unquoted-colon"),
    ("terms:\n  right of way: the right: to go\n", "2:26 unquoted-colon"),
    ("title: “Foo”\n", "1:8 curly-quotes"),
    ("title: ‘Foo’\n", "1:8 curly-quotes"),
    ("answer: “a: b”\nx: y\n", "1:9 curly-quotes"),
    ("value: [“a, b”, c]\n", "1:9 curly-quotes"),
    ('title: "Foo\nquestion: What?\n', "1:8 broken-quote"),
    ('title: "Foo\nquestion: "What?"\nx: y\n', "1:8 broken-quote"),
    ("title: 'Foo\nquestion: What's it?\nx: y\n", "1:8 broken-quote"),
    ("title: 'It's here'\nx: y\n", "1:12 broken-quote"),
    ('title: "Foo" and bar\nx: y\n', "1:14 broken-quote"),
    ('note: >-\n  He said: "Foo" and\n  bar\ntitle: "Foo" x\n', "4:14 broken-quote"),
    ("topics:\n  -fares\n  -boat\n", "2:3 missing-space"),
    ("- id: a\n  q: b\n\n-id: c\n  q: d\n", "4:1 missing-space"),
    ("-id: c\n q: d\n", "1:1 missing-space"),
    ("question: x\ntitle:Foo\ny: x\n", "2:7 missing-space"),
    ("- id:a\n  q: x\n", "1:6 missing-space"),
    ("title: Foo\n  question: Bar\n", "2:3 indentation"),
    ("- id: a\n question: x\n", "2:2 indentation"),
    ("- id: a\n   question: x\n", "2:4 indentation"),
    ("terms:\n    a: b\n  c: d\n", "3:3 indentation"),
    ("- a: b\nc: d\n", "2:1 indentation"),
    ("x: y\nnote: @foo says\n", "2:7 unquoted-mark"),
    ("answer: *Heron* is\nx: y\n", "1:9 unquoted-mark"),
    ("answer: *Heron\nx: y\n", "1:9 unquoted-mark"),
    ("answer: [half]{fact=x} of it\nx: y\n", "1:9 unquoted-mark"),
    ("note: [@a, para. 2] says\nx: y\n", "1:7 unquoted-mark"),
    ("value: > 5 dollars\nb: c\n", "1:8 unquoted-mark"),
    ("title: x\nquestion What\ny: z\n", "2:1 yaml"),
    ("title x\nquestion: What\ny: z\n", "1:1 yaml"),
    ("topics: [b, c\nd: e\n", "1:9 yaml"),
    ("a: b\n---\nc: d\n", "2:1 yaml"),
]


@pytest.mark.parametrize("loader", ["CBaseLoader", "BaseLoader"])
@pytest.mark.parametrize(("text", "told"), MISTAKES)
def test_mistake_is_told_by_its_name_where_it_is(
    text: str, told: str, loader: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fields, "_Loader", getattr(yaml, loader))
    problems = Problems()
    assert parse(text, "t.yaml", problems) is None
    assert f"{problems.found[0].place} {problems.found[0].code}" == f"t.yaml:{told}"


@pytest.mark.parametrize(
    "text",
    [
        'title: "“Foo”"\n',
        "answer: “Foo” he said\n",
        "answer: he said “foo”\n",
        "said_by: ’Twas\n",
        "value: -5\n",
        "- - a\n  - b\n",
        "url: https://example.org/a:b\n",
        "title: 'It''s here'\n",
        'title: "over\n  lines"\n',
        "note: |\n  -x: y: z\n  “a”\n",
    ],
)
def test_what_is_meant_so_is_no_mistake(text: str) -> None:
    problems = Problems()
    assert parse(text, "t.yaml", problems)
    assert problems.found == []
