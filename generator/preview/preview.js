// Brings a page to the state of now where it stands, or reloads it; the reading position stays.
(() => {
  "use strict";

  const isPage = () => document.querySelector(".preview-problems") === null;
  // What the site's script holds on to: a page in which one of these comes or goes is reloaded.
  const held = "form, input, script, style, .evidence";
  const stamp = "[data-version]";
  let { version } = document.currentScript.dataset;

  // ------------------------------------------------------------------- the reading position

  // What comes above may be longer afterwards, so the position is that of the elements in view.
  const position = () => {
    const anchors = [...document.querySelectorAll("[id]")]
      .filter((element) => element.getClientRects().length)
      .map((element) => [element.id, element.getBoundingClientRect().top])
      .filter(([, top]) => top >= 0)
      .slice(0, 9);
    return { top: scrollY, anchors };
  };

  const goTo = ({ top, anchors }) => {
    scrollTo({ top, behavior: "instant" });
    if (!top) return;
    for (const [id, was] of anchors) {
      const element = document.getElementById(id);
      if (!element?.getClientRects().length) continue;
      scrollBy({ top: element.getBoundingClientRect().top - was, behavior: "instant" });
      return;
    }
  };

  // ------------------------------------------------------------------------ where it stands

  // The page as it was served: scripts that add to it run later.
  let served;
  document.addEventListener("readystatechange", () => (served ??= document.cloneNode(true)));

  const isHeld = (node) =>
    node.nodeType === Node.ELEMENT_NODE && (node.matches(held) || node.querySelector(held));

  /** Adds to steps what makes live, which was served as `was`, what is served now; false where
   *  that is not possible without harm to what scripts did. */
  const compare = (live, was, now, steps) => {
    if (was.isEqualNode(now)) return true;
    if (live.nodeName !== now.nodeName) return false;
    if (live.nodeType !== Node.ELEMENT_NODE) {
      steps.push(() => (live.nodeValue = now.nodeValue));
      return true;
    }
    for (const { name } of [...was.attributes]) {
      if (!now.hasAttribute(name)) steps.push(() => live.removeAttribute(name));
    }
    for (const { name, value } of [...now.attributes]) {
      if (was.getAttribute(name) !== value) steps.push(() => live.setAttribute(name, value));
    }
    const [lives, wases, nows] = [live, was, now].map((node) => [...node.childNodes]);
    if (lives.length !== wases.length) {
      return wases.length === nows.length && wases.every((each, at) => each.isEqualNode(nows[at]));
    }
    let start = 0;
    while (start < wases.length && start < nows.length && wases[start].isEqualNode(nows[start])) start++;
    let end = 0;
    const rest = Math.min(wases.length, nows.length) - start;
    while (end < rest && wases.at(-1 - end).isEqualNode(nows.at(-1 - end))) end++;
    const gone = wases.slice(start, wases.length - end);
    const come = nows.slice(start, nows.length - end);
    if (gone.length === come.length && gone.every((each, at) => each.nodeName === come[at].nodeName)) {
      return gone.every((each, at) => compare(lives[start + at], each, come[at], steps));
    }
    if ([...gone, ...come].some(isHeld)) return false;
    steps.push(() => {
      const before = lives[lives.length - end] ?? null;
      for (const node of lives.slice(start, lives.length - end)) node.remove();
      for (const node of come) live.insertBefore(document.importNode(node, true), before);
    });
    return true;
  };

  /** Exchanges what differs in the page; false where it has to be reloaded. */
  const exchange = async () => {
    const response = await fetch(location.href, { cache: "no-store" });
    if (!response.ok || response.redirected) return false;
    const now = new DOMParser().parseFromString(await response.text(), "text/html");
    // What a page is about does not show.
    const loaded = (page) => [...page.head.querySelectorAll("link, style, script")];
    const [was, is] = [served, now].map((page) => loaded(page).filter((each) => !each.matches(stamp)));
    if (was.length !== is.length || !was.every((each, at) => each.isEqualNode(is[at]))) return false;
    const steps = [];
    if (!compare(document.body, served.body, now.body, steps)) return false;
    const kept = position();
    // The browser would move the page, too.
    document.documentElement.style.overflowAnchor = "none";
    for (const step of steps) step();
    document.title = now.title;
    goTo(kept);
    requestAnimationFrame(() => document.documentElement.removeAttribute("style"));
    version = now.querySelector(stamp).dataset.version;
    served = now;
    window.LiveReload.analyze(); // which tells the server what the page shows
    return true;
  };

  // --------------------------------------------------------------------------------- reload

  // A page and its copy in the last good build are read at the same position.
  const path = location.pathname.replace(/^\/preview\/last\//, "/");
  const key = "preview-position";
  let isRestored = false;

  const reload = () => {
    if (isPage() && isRestored) sessionStorage.setItem(key, JSON.stringify({ path, ...position() }));
    location.reload();
  };

  const restore = () => {
    isRestored = true;
    if (!isPage()) return;
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    sessionStorage.removeItem(key);
    if (kept.path === path) goTo(kept);
  };
  // The browser's own restoring of the position comes first.
  addEventListener("load", () => requestAnimationFrame(restore));

  let last = Promise.resolve(); // one after the other
  window.LiveReloadPluginPreview = class {
    static identifier = "preview";
    static version = "1";

    reload(changed) {
      // livereload exchanges a stylesheet by itself.
      if (isPage() && changed.endsWith(".css")) return false;
      if (isPage() && served && isRestored) {
        last = last.then(exchange, () => false).then((is) => is || reload(), reload);
      } else {
        reload();
      }
      return true;
    }

    analyze() {
      return { shows: version };
    }
  };
})();
