/* What scripts add to the default theme; every page is whole without them.

   1 colours    light or dark as the reader chose; set before anything is drawn, which is why this stands in <head>
   2 citation   a button that copies BibTeX
   3 keys       j and k go to the next and the previous entry
   4 formulas   one that is wider than its line can be scrolled from the keyboard; tables and code always can */
(() => {
  "use strict";

  const root = document.documentElement;
  const KEY = "digest-scheme";

  /* Storage may be forbidden or full: then the choice lasts as long as the page. */
  const remembered = () => {
    try {
      return localStorage.getItem(KEY);
    } catch {
      return null;
    }
  };
  const remember = (scheme) => {
    try {
      if (scheme) localStorage.setItem(KEY, scheme);
      else localStorage.removeItem(KEY);
    } catch {
      /* said above */
    }
  };
  const show = (scheme) => {
    if (scheme === "light" || scheme === "dark") root.dataset.theme = scheme;
    else delete root.dataset.theme;
  };

  const offerColours = () => {
    const label = document.querySelector(".scheme");
    const select = label?.querySelector("select");
    if (!select) return;
    const follow = () => {
      show(remembered());
      select.value = root.dataset.theme ?? "";
    };
    follow();
    select.addEventListener("change", () => {
      remember(select.value);
      show(select.value);
    });
    addEventListener("storage", follow); /* chosen in another tab */
    addEventListener("pageshow", (event) => event.persisted && follow()); /* back to a page kept in memory */
    label.hidden = false;
  };

  const offerCopies = () => {
    for (const button of document.querySelectorAll("button.copy")) {
      const text = button.parentElement?.querySelector("pre");
      if (!text || !navigator.clipboard) continue;
      const before = button.textContent;
      button.setAttribute("aria-live", "polite");
      button.addEventListener("click", async () => {
        try {
          await navigator.clipboard.writeText(text.textContent);
          button.textContent = button.dataset.done;
          setTimeout(() => (button.textContent = before), 2000);
        } catch {
          getSelection()?.selectAllChildren(text); /* refused: one key is left to press */
        }
      });
      button.hidden = false;
    }
  };

  const step = (direction) => {
    const entries = [...document.querySelectorAll("article.h-entry")];
    if (entries.length < 2) return;
    const held = entries.findIndex((entry) => entry.contains(document.activeElement));
    const top = (entry) => entry.getBoundingClientRect().top;
    let to = held + direction;
    if (held < 0) {
      /* From where the reader looks, not from the beginning. */
      const below = entries.findIndex((entry) => top(entry) > 1);
      const next = below < 0 ? entries.length : below;
      to = direction > 0 ? next : next - 1;
    }
    const entry = entries[to];
    if (!entry) return;
    entry.tabIndex = -1;
    entry.focus({ preventScroll: true });
    entry.scrollIntoView({ block: "start" });
  };

  const listen = () => {
    document.addEventListener("keydown", (event) => {
      const writing = event.target.closest?.("input, select, textarea, [contenteditable]");
      if (writing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (event.key === "j") step(1);
      if (event.key === "k") step(-1);
    });
  };

  const reachFormulas = () => {
    for (const formula of document.querySelectorAll("math:not([display])")) {
      if (formula.scrollWidth > formula.clientWidth) formula.tabIndex = 0;
    }
  };

  show(remembered());
  addEventListener("DOMContentLoaded", () => {
    offerColours();
    offerCopies();
    listen();
    reachFormulas();
  });
})();
