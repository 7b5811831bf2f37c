// Comfort for readers; every page can be read without it.
(() => {
  "use strict";

  const root = document.currentScript.src.replace(/[^/]*$/, "");
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const asked = new URLSearchParams(location.search).get("q");

  const make = (name, content, attributes = {}) => {
    const element = document.createElement(name);
    element.append(...[content].flat());
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    return element;
  };

  // Data is loaded when it is first asked for, as a script: from a folder nothing else can be.
  const loading = {};
  const data = (name, file) =>
    (loading[file] ??= new Promise((loaded, failed) => {
      const script = make("script", [], { src: root + file });
      script.onload = () => loaded(window[name]);
      script.onerror = failed;
      document.head.append(script);
    }));

  // ---------------------------------------------------------------------------- words

  // Letter by letter, so that a place in the folded words is the same place in the words.
  const fold = (words) =>
    Array.from(words, (letter) => letter.normalize("NFD")[0].toLowerCase()[0] ?? letter).join("");

  /** The patterns of a query's words and "phrases"; those of one or two letters begin a word. */
  const patternsOf = (query) =>
    (fold(query).match(/"[^"]*"?|[^\s"]+/g) ?? [])
      .map((part) => part.match(/[\p{L}\p{N}]+%?/gu)?.join("[^\\p{L}\\p{N};]+"))
      .filter(Boolean)
      .map((part) => new RegExp(`${part.length < 3 ? "(?<![\\p{L}\\p{N}])" : ""}${part}`, "gu"));

  /** How well words fit: 0 for not at all, more where a match begins a word or is a whole one; a
   * number is no part of another one. */
  const fit = (pattern, words) => {
    let best = 0;
    for (const match of words.matchAll(pattern)) {
      const isLetter = (at) => /[\p{L}\p{N}]/u.test(words[at] ?? " ");
      const end = match.index + match[0].length;
      const around = [words.slice(Math.max(match.index - 2, 0), match.index + 1), words.slice(end - 1, end + 2)];
      const isPart = isLetter(match.index - 1) || /\d[.,]?\d$/.test(around[0]) || /^\d[.,]?\d/.test(around[1]);
      const isCut = isLetter(end);
      best = Math.max(best, isPart ? 0.25 : isCut ? 1 : 2);
    }
    return best;
  };

  const score = (patterns, [, title, text]) => {
    let sum = 0;
    for (const pattern of patterns) {
      const found = 4 * fit(pattern, fold(title)) + fit(pattern, fold(text));
      if (!found) return 0;
      sum += found;
    }
    return sum;
  };

  /** Words as nodes, with a mark around each match. */
  const marked = (words, patterns) => {
    const folded = fold(words);
    const places = patterns
      .flatMap((pattern) => [...folded.matchAll(pattern)])
      .map((match) => [match.index, match.index + match[0].length])
      .sort((one, other) => one[0] - other[0] || other[1] - one[1]);
    const nodes = [];
    let at = 0;
    for (const [start, end] of places) {
      if (start < at) continue;
      nodes.push(words.slice(at, start), make("mark", words.slice(start, end)));
      at = end;
    }
    return [...nodes, words.slice(at)];
  };

  // --------------------------------------------------------------------------- search

  const startSearch = (input) => {
    const status = one("#found");
    const results = one("#results");
    const index = one("#index");

    const result = ([address, title, text], patterns, query) => {
      const [path, id] = address.split("#");
      const href = `${root}${path}?q=${encodeURIComponent(query)}#${id}`;
      return make("li", [
        make("a", marked(title, patterns), { href }),
        " ",
        make("span", marked(text, patterns)),
      ]);
    };

    const group = ([name, entries], patterns, query) => {
      const found = entries
        .map((entry) => [score(patterns, entry), entry])
        .filter(([points]) => points)
        .sort((one, other) => other[0] - one[0]);
      const items = found.map(([, entry]) => result(entry, patterns, query));
      const list = make("ol", items.slice(0, 8), { class: "results" });
      const section = make("section", [make("h2", `${name}: ${items.length}`), list]);
      if (items.length > 8) {
        const more = make("button", `Show all ${items.length}`, { type: "button" });
        more.onclick = () => {
          list.append(...items.slice(8));
          more.remove();
          one("a", items[8]).focus();
        };
        section.append(more);
      }
      return [items.length, section];
    };

    const filesOf = (name) => input.form.dataset[name]?.split(" ") ?? [];
    const more = filesOf("more");
    let files = filesOf("texts");

    /** The groups with what fits; undefined where something else is asked for meanwhile. */
    const found = async (patterns, query) => {
      const groups = new Map();
      for (const [at, file] of files.entries()) {
        if (files.length > 1) status.textContent = `Searching: part ${at + 1} of ${files.length}`;
        for (const [name, entries] of await data("searched", file)) {
          const fitting = entries.filter((entry) => score(patterns, entry));
          groups.set(name, [...(groups.get(name) ?? []), ...fitting]);
        }
        if (query !== input.value.trim()) return;
      }
      return [...groups];
    };

    const search = async () => {
      const query = input.value.trim();
      const patterns = patternsOf(query);
      history.replaceState(null, "", query ? `?q=${encodeURIComponent(query)}` : "?q=");
      index.hidden = patterns.length > 0;
      if (!patterns.length) {
        results.replaceChildren();
        status.textContent = "";
        return;
      }
      const groups = await found(patterns, query);
      if (!groups) return;
      const parts = groups.map((each) => group(each, patterns, query)).filter(([count]) => count);
      const total = parts.reduce((sum, [count]) => sum + count, 0);
      results.replaceChildren(...parts.map(([, section]) => section));
      if (more.length && !files.includes(more[0])) {
        const words = `Search the paragraphs of the articles, too (up to ${Math.ceil(more.length * 0.3)} MB)`;
        const button = make("button", words, { type: "button" });
        button.onclick = () => {
          files = [...files, ...more];
          search();
          input.focus();
        };
        results.append(button);
      }
      const none = "Nothing found. Try fewer words, or only the beginning of one.";
      status.textContent = total ? `${total} result${total === 1 ? "" : "s"}` : none;
    };

    input.addEventListener("input", search);
    input.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      input.value = "";
      search();
    });
    input.form.addEventListener("submit", (event) => {
      event.preventDefault();
      one("#results a")?.focus();
    });
    document.addEventListener("keydown", (event) => {
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      const stops = [input, ...all("#results a")];
      const at = stops.indexOf(document.activeElement);
      if (!step || at < 0 || !stops[at + step]) return;
      event.preventDefault();
      stops[at + step].focus();
    });
    if (asked !== null) {
      input.value = asked;
      input.focus();
      search();
    }
  };

  const startKey = (input) => {
    document.addEventListener("keydown", (event) => {
      const isTyping = event.target.closest?.("input:not([type=radio]), textarea, select");
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping) return;
      event.preventDefault();
      if (input) input.focus();
      else location.href = `${root}search.html?q=`;
    });
  };

  /** Mark the words that were searched for, in what the address points at. */
  const markTarget = () => {
    const target = document.getElementById(location.hash.slice(1));
    const patterns = patternsOf(asked);
    if (!target || !patterns.length) return;
    const walker = document.createTreeWalker(target, NodeFilter.SHOW_TEXT);
    const texts = [];
    while (walker.nextNode()) texts.push(walker.currentNode);
    for (const text of texts) {
      const nodes = marked(text.data, patterns);
      if (nodes.length > 1) text.replaceWith(...nodes);
    }
  };

  // ------------------------------------------------------------------- evidence cards

  const copies = {
    Text: ({ phrases, source, address }) => `${phrases.join(" ")} ${source}. ${address}`,
    Markdown: ({ phrases, source, address }) => `> ${phrases.join("\n> ")}\n\n[${source}](${address})`,
    "CSL-JSON": ({ item, number, address }) =>
      JSON.stringify([{ ...item, locator: number, label: "paragraph", note: address }], null, 1),
  };

  const told = async (card) => {
    const [, slug, number] = card.id.match(/^e-(.+)-(\d+)$/);
    let item;
    for (const file of [{% for path in view.articles %}"{{ asset(path) }}"{{ ", " if not loop.last }}{% endfor %}]) {
      item ??= (await data("articles", file))[slug];
    }
    const [date] = one(".tools", card).childNodes;
    const named = [item.title, item["container-title"], date.textContent.trim()];
    const source = [...named, `paragraph ${number}`].filter(Boolean).join(", ");
    const phrases = all("q", card).map((phrase) => `“${phrase.textContent}”`);
    return { phrases, source, item, number, address: one(".whose a", card).href };
  };

  const copy = async (words) => {
    try {
      await navigator.clipboard.writeText(words);
    } catch {
      const area = make("textarea", words);
      document.activeElement.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
  };

  const addCopies = (card) => {
    const status = make("span", [], { role: "status" });
    const buttons = Object.keys(copies).map((name) => {
      const button = make("button", name, { type: "button" });
      button.onclick = async () => {
        await copy(copies[name](await told(card)));
        button.focus();
        status.textContent = "Copied";
      };
      return button;
    });
    one(".tools", card).append(make("span", ["Copy: ", ...buttons, " ", status], { class: "copy" }));
  };

  // ----------------------------------------------------------------------- fact table

  const startCounts = (form) => {
    const facts = all(".fact-table tbody:not(.heading)");
    const headings = all(".fact-table .heading");
    const names = [...new Set(all("[type=radio]", form).map((input) => input.name))];
    const status = one("[role=status]", form);
    const fits = (fact, name, value) =>
      value === "all" ||
      (name === "article"
        ? !one(`td:nth-child(${+value.slice(1) + 1})`, fact).classList.contains("silent")
        : fact.classList.contains(value));

    const count = () => {
      const chosen = new FormData(form);
      const fitting = (but) =>
        facts.filter((fact) => names.every((name) => name === but || fits(fact, name, chosen.get(name))));
      for (const name of names) {
        const others = fitting(name);
        for (const input of all(`input[name=${name}]`, form)) {
          const fitted = others.filter((fact) => fits(fact, name, input.value));
          one("span", input.parentElement).textContent = fitted.length;
        }
      }
      const shown = fitting();
      for (const heading of headings) {
        const topic = heading.classList[1];
        heading.hidden = !shown.some((fact) => fact.classList.contains(topic));
      }
      status.textContent = `${shown.length} of ${facts.length} facts`;
    };

    form.addEventListener("change", count);
    form.addEventListener("reset", () => setTimeout(count));
    if (all(":checked:not([value=all])", form).length) count(); // a browser keeps what was chosen
  };

  /** Opens what the address points into; a fact's line in the index leads to its row. */
  const openTarget = () => {
    const target = location.hash && document.getElementById(location.hash.slice(1));
    const line = target && target.closest(".fact-index li");
    if (line) location.replace(one("a", line).href.replace(/(#.*)?$/, location.hash));
    const closed = target && target.closest("details:not([open])");
    if (!closed) return;
    closed.open = true;
    target.scrollIntoView();
  };

  // -------------------------------------------------------------------------- reports

  /** Offers the page's report, begun for the statement or the fact that is pointed at. */
  const startReports = (report) => {
    const offer = ({ target }) => {
      const place = target.closest?.(".citation, .fact-table th");
      const id = place?.closest(".statement, tr")?.id;
      if (!id || one(".report", place)) return;
      const isFact = place.matches("th");
      const words = "Report an error";
      const link = make("a", isFact ? words : ["!", make("i", ` ${words} in this statement`)], {
        class: "report",
        rel: "external",
        href: report.href.replace(/(title|subject)=[^&]*/, `$&%23${id}`),
      });
      (isFact ? one(".sign", place) : place).append(link);
    };
    document.addEventListener("pointerover", offer);
    document.addEventListener("focusin", offer);
  };

  // ---------------------------------------------------------------------------- start

  const input = one("#q");
  startKey(input);
  if (input) startSearch(input);
  else if (asked) markTarget();
  for (const card of all(".evidence[id^=e-]")) {
    card.addEventListener("toggle", () => addCopies(card), { once: true });
  }
  openTarget();
  addEventListener("hashchange", openTarget);
  const report = one(".colophon .report");
  if (report) startReports(report);
  const filters = one(".filters");
  if (filters) startCounts(filters);
})();
