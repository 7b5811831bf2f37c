"""Which of the listed people and organisations a text names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from generator.model import Person
from generator.phrases import normalise


class Names:
    """Finds listed names, whole words and case kept, the longest name first."""

    def __init__(self, people: Sequence[Person]) -> None:
        self._ids = {
            normalise(name): person.id for person in people for name in person.names if name.strip()
        }
        self._by_id = {person.id: person.name for person in people}
        self._keys = {person.id: "\n".join(map(normalise, person.names)) for person in people}
        longest_first = sorted(self._ids, key=lambda name: (-len(name), name))
        pattern = "|".join(re.escape(name) for name in longest_first)
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)" if pattern else r"(?!)")

    @property
    def are_listed(self) -> bool:
        """Whether there is anybody to be found at all."""
        return bool(self._ids)

    def find(self, text: str) -> list[str]:
        """Ids of the people that the text names, in order, each once."""
        return list(dict.fromkeys(id for id, _ in self.named(text)))

    def named(self, text: str) -> list[tuple[str, str]]:
        """The same with the name by which the text has them, each naming once."""
        found = (match.group() for match in self._pattern.finditer(normalise(text)))
        return [(self._ids[name], name) for name in dict.fromkeys(found)]

    def key(self, id: str) -> str:
        """All names of someone: with another name it is to be proven anew that a text has one."""
        return self._keys[id]

    def printed(self, name: str) -> str:
        """The name that the site prints for any of the names someone goes by."""
        id = self._ids.get(normalise(name))
        return self._by_id[id] if id else name

    def id(self, name: str) -> str | None:
        return self._ids.get(normalise(name))

    def name(self, id: str) -> str:
        """The name that the site prints of a person or organisation."""
        return self._by_id[id]
