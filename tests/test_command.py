"""The command line, run as a person runs it."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

from generator.build import release
from generator.problems import CODES
from tests.preview import replace
from tests.sites import ROOT


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "generator", *arguments],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=60,
    )


def test_build_says_what_it_made(plain: Path) -> None:
    done = run("build", "--root", str(plain))
    assert done.returncode == 0, done.stderr
    assert "2 articles, 2 topics, 8 facts, 11 readings" in done.stdout
    assert (plain / "output" / "index.html").is_file()


def test_check_writes_nothing(plain: Path) -> None:
    done = run("check", "--root", str(plain))
    assert (done.returncode, done.stdout.splitlines()[0]) == (0, "no problems")
    assert not (plain / "output").exists()


def test_problems_end_with_status_1_and_say_that_nothing_was_written(plain: Path) -> None:
    (plain / "content" / "people.yaml").unlink()
    done = run("build", "--root", str(plain))
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "content/people.yaml: missing-file: the file is not there",
        "  help: create content/people.yaml",
        "",
        "1 problem in 1 file",
        "nothing was written; output/ is as it was; make help CODE=… explains a problem",
    ]


def test_a_folder_without_a_site_is_told_in_words(tmp_path: Path) -> None:
    done = run("build", "--root", str(tmp_path))
    assert done.returncode == 1
    assert "site.yaml: missing-file" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_in_the_place_of_the_output_is_kept(plain: Path) -> None:
    (plain / "output").write_text("mine")
    done = run("build", "--root", str(plain))
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert (plain / "output").read_text() == "mine"


def test_help_names_every_command() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert all(
        command in done.stdout
        for command in (
            *("build", "check", "verify", "serve", "explain", "coverage", "help"),
            *("facts", "add", "new", "release", "changes"),
        )
    )


def test_facts_prints_a_table_that_fits_the_terminal(plain: Path) -> None:
    done = run("facts", "--root", str(plain), COLUMNS="60")
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 60
    assert lines[4:8] == [
        "FACT             RELATION    SAID BY  VALUES",
        "fare             compatible  AB       over $4 (A); $4.50 (B)",
        "fare-change      changed     A.       $3 (A); over $4 (A)",
        "fare-children    none        ..",
    ]
    assert "builder          compatible  AB       Tidal Works (A); Tidal" in lines
    assert run("facts", "--root", str(plain), COLUMNS="200").stdout != done.stdout


def test_explain_prints_readings_pairs_and_rule(plain: Path) -> None:
    done = run("explain", "start", "--root", str(plain))
    assert done.returncode == 0, done.stderr
    assert "1  harbour-herald  1      1 May 2031  2 March 2031" in done.stdout
    assert '1. from "from 1 May" (its words stand there)' in done.stdout
    pair = "1 and 2 have nothing in common, and speak for different dates, but the fact does not"
    assert f"{pair} say that it changes (changes: true)" in " ".join(done.stdout.split())
    assert done.stdout.splitlines()[-2:] == [
        "differ: some two values have nothing in common",
        "2 articles, at most 2 origins",
    ]


def test_explain_tells_no_fact_that_changes_that_it_should(plain: Path) -> None:
    done = run("explain", "fare-change", "--root", str(plain))
    assert done.returncode == 0, done.stderr
    assert "1 and 2 have nothing in common, and speak for different dates\n" in done.stdout
    assert "does not say" not in done.stdout


def test_explain_suggests_the_nearest_fact(plain: Path) -> None:
    done = run("explain", "strat", "--root", str(plain))
    assert (done.returncode, done.stderr) == (
        1,
        'there is no fact "strat"; did you mean "start"?\n',
    )


def test_without_a_release_there_is_nothing_to_compare_with(plain: Path) -> None:
    done = run("changes", "--root", str(plain))
    assert (done.returncode, done.stdout) == (
        0,
        "nothing was released yet: there is nothing to compare with\n",
    )


def test_changes_names_the_facts_that_edits_changed_and_what_speaks_of_them(plain: Path) -> None:
    release(plain, date(2031, 7, 1))
    done = run("changes", "--root", str(plain))
    assert (done.returncode, done.stdout) == (
        0,
        "no fact changed since the release of 2031-07-01\n",
    )
    content = plain / "content"
    readings = content / "readings" / "island-post.yaml"
    text = readings.read_text().replace("4.50", "3.50")
    readings.write_text(text.replace("- fact: builder", "- fact: captain"))
    facts = content / "facts.yaml"
    text = facts.read_text().replace("When does the boat come", "When did the boat come")
    text = text.replace("What did a crossing cost", "What has a crossing cost")
    text = text.replace("    explains it", "    explains [early 2031]{fact=start}")
    facts.write_text(
        text.replace("first-passenger", "captain").replace("Who was the first", "Which")
    )
    replace(
        content / "ledger.yaml",
        "{address: facts.html#first-passenger}",
        "{address: facts.html#first-passenger, tombstone: {date: 2031-08-01, reason: Not told.}}",
    )
    done = run("changes", "--root", str(plain), COLUMNS="100")
    assert done.returncode == 0, done.stderr
    expected = Path(__file__).parent / "changes.txt"
    if os.environ.get("GOLDEN") == "overwrite":
        expected.write_text(done.stdout, encoding="utf-8")
    assert done.stdout == expected.read_text(encoding="utf-8")


def test_where_an_article_came_changes_names_the_statements_on_all_articles(plain: Path) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    topic.write_text(
        topic.read_text()
        + "\nBoth of the articles tell of a boat [@harbour-herald, para. 1].\n"
        + "\nAn article tells of a boat [@harbour-herald, para. 1].\n"
    )
    release(plain, date(2031, 7, 1))
    assert "Both" not in run("changes", "--root", str(plain)).stdout
    article = plain / "content" / "articles" / "gazette.md"
    article.write_text("---\nlabel: Gazette\n---\n\nA boat came.\n")
    done = run("changes", "--root", str(plain))
    assert done.stdout.splitlines()[-2:] == [
        "gazette came since; statements on how many articles say a thing:",
        "  content/topics/boat.md:9:1: Both of the articles tell of a boat.",
    ], done.stderr


def test_coverage_names_what_nothing_rests_on(plain: Path) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    topic.write_text(topic.read_text().replace("; @island-post, para. 3", ""))
    readings = plain / "content" / "readings" / "island-post.yaml"
    readings.write_text(readings.read_text().partition("- fact: builder")[0])
    done = run("coverage", "--root", str(plain), "--texts", str(plain / "texts"))
    assert "island-post     3           3         para. 3           para. 3" in done.stdout
    assert done.stdout.splitlines()[-3:] == [
        "1 figure that no reading records",
        "ARTICLE         PARA.  TYPE  WORDS",
        "harbour-herald  2      date  May 2031",
    ]


def test_check_lists_what_only_care_protects(plain: Path) -> None:
    topic = plain / "content" / "topics" / "boat.md"
    topic.write_text(
        topic.read_text() + "\nThe boat will cross in May [@harbour-herald, para. 1].\n"
    )
    topic.write_text(topic.read_text() + "\nA new boat will cross [@harbour-herald, para. 1].\n")
    done = run("check", "--root", str(plain))
    assert "content/topics/boat.md:11:1: A new boat will cross." in done.stdout, done.stderr
    assert "in May" not in done.stdout


def test_who_reads_no_further_ends_a_command_without_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    done = subprocess.run(
        [sys.executable, "-m", "generator", "help"],
        cwd=ROOT,
        stdout=writing,
        stderr=subprocess.PIPE,
        timeout=60,
    )
    os.close(writing)
    assert (done.returncode, done.stderr) == (0, b"")


def test_a_command_that_never_writes_does_not_say_that_it_wrote_nothing(plain: Path) -> None:
    (plain / "content" / "people.yaml").unlink()
    for command in ("check", "facts", "changes", "coverage"):
        done = run(command, "--root", str(plain))
        assert done.returncode == 1
        assert done.stderr.splitlines()[-1] == "make help CODE=… explains a problem"


def test_a_day_that_is_still_to_come_is_not_released(plain: Path) -> None:
    done = run("release", "--root", str(plain), "--date", "9999-12-31")
    told = "argument --date: 9999-12-31 is still to come: name the day of the release\n"
    assert (done.returncode, done.stderr) == (2, told)
    assert not (plain / "content" / "ledger.yaml").exists()


def test_what_is_given_wrongly_is_told_without_the_usage_of_what_nobody_typed() -> None:
    done = run("release", "--date", "soon")
    assert (done.returncode, done.stderr) == (
        2,
        "argument --date: a day is written as 2021-06-01\n",
    )


def test_a_folder_that_is_not_there_is_told() -> None:
    done = run("build", "--root", "/nowhere/at/all")
    assert (done.returncode, "there is no folder /nowhere/at/all" in done.stderr) == (2, True)


def test_a_wrong_command_ends_with_status_2_and_the_nearest_command() -> None:
    done = run("biuld")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == 'there is no command "biuld"; did you mean "build"?\n'
    assert "commands are: build, check, serve" in run("zzz").stderr


def test_help_explains_a_problem_by_a_mistake_and_its_cure() -> None:
    done = run("help", "unquoted-colon")
    assert done.returncode == 0, done.stderr
    assert done.stdout.startswith("unquoted-colon: a value without quotes holds a colon")
    mistake, cure = done.stdout.split("The cure, in content/facts.yaml:\n")
    assert "    question: One question: who is the captain?\n" in mistake
    assert '    question: "One question: who is the captain?"\n' in cure


def test_help_alone_lists_every_code_with_a_line() -> None:
    lines = run("help").stdout.splitlines()
    assert [line.split()[0] for line in lines] == sorted(CODES)
    assert all(line.endswith(CODES[line.split()[0]]) for line in lines)


def test_help_on_no_code_says_how_all_are_listed() -> None:
    told = 'there is no problem "zzz"; make help CODE=list lists them\n'
    assert run("help", "zzz").stderr == told
    assert run("help", "list").stdout == run("help").stdout


def test_help_suggests_the_nearest_code() -> None:
    done = run("help", "unqouted-colon")
    assert (done.returncode, done.stderr) == (
        1,
        'there is no problem "unqouted-colon"; did you mean "unquoted-colon"?\n',
    )
