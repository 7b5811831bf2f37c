// Tells the server which state a page shows, and keeps the reading position when it is reloaded.
(() => {
  "use strict";

  const { version } = document.currentScript.dataset;
  const isPage = () => document.querySelector(".preview-problems") === null;
  // A page and its copy in the last good build are read at the same position.
  const path = location.pathname.replace(/^\/preview\/last\//, "/");
  const key = "preview-position";
  let isRestored = false;

  // What comes above may be longer after the reload, so the position is that of the elements in view.
  const keep = () => {
    if (!isPage() || !isRestored) return;
    const anchors = [...document.querySelectorAll("[id]")]
      .filter((element) => element.getClientRects().length)
      .map((element) => [element.id, element.getBoundingClientRect().top])
      .filter(([, top]) => top >= 0)
      .slice(0, 9);
    sessionStorage.setItem(key, JSON.stringify({ path, top: scrollY, anchors }));
  };

  const restore = () => {
    isRestored = true;
    if (!isPage()) return;
    const kept = JSON.parse(sessionStorage.getItem(key) ?? "{}");
    sessionStorage.removeItem(key);
    if (kept.path !== path) return;
    scrollTo({ top: kept.top, behavior: "instant" });
    if (!kept.top) return;
    for (const [id, top] of kept.anchors) {
      const element = document.getElementById(id);
      if (!element?.getClientRects().length) continue;
      scrollBy({ top: element.getBoundingClientRect().top - top, behavior: "instant" });
      return;
    }
  };
  // The browser's own restoring of the position comes first.
  addEventListener("load", () => requestAnimationFrame(restore));

  window.LiveReloadPluginPreview = class {
    static identifier = "preview";
    static version = "1";

    reload(changed) {
      // livereload exchanges a stylesheet by itself.
      if (isPage() && changed.endsWith(".css")) return false;
      keep();
      location.reload();
      return true;
    }

    analyze() {
      return { shows: version };
    }
  };
})();
