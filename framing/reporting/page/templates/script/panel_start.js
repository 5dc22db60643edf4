// Keys, clicks and the address of the panel.
function startPanel() {
  resetFilters();
  for (const name of FACETS) {
    byId("panel-" + name).addEventListener("change", (event) => {
      view.chosen[name] = Number(event.target.value);
      attempt(applyFilters);
    });
  }
  let timer = 0;
  byId("panel-word").addEventListener("input", (event) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      view.word = event.target.value;
      attempt(applyFilters);
    }, 120);
  });
  byId("panel-filters").addEventListener("submit", (event) => { event.preventDefault(); });
  byId("panel-more").addEventListener("click", () => {
    attempt(async (index) => {
      const first = await showMore(index);
      if (first) { first.focus(); }
    });
  });
  byId("panel-close").addEventListener("click", () => { panel.close(); });
  byId("panel-back").addEventListener("click", () => { location.hash = "#" + view.evidence.id; });
  byId("panel-before").addEventListener("click", () => { step(-1); });
  byId("panel-after").addEventListener("click", () => { step(1); });
  panel.addEventListener("click", (event) => { if (event.target === panel) { panel.close(); } });
  panel.addEventListener("keydown", (event) => {
    if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) { return; }
    const isList = byId("panel-article").hidden;
    const by = { ArrowLeft: -1, ArrowUp: -1, ArrowRight: 1, ArrowDown: 1 }[event.key];
    if (by && isList && /Up|Down/.test(event.key)) {
      event.preventDefault();
      stepList(by);
    } else if (by && !isList && /Left|Right/.test(event.key)) {
      event.preventDefault();
      step(by);
    }
  });
  panel.addEventListener("close", closed);
  window.addEventListener("hashchange", openAddress);
}

function closed() {
  view.turn += 1;
  view.asked += 1;
  view.at = undefined;
  if (/^#[ea]-/.test(location.hash)) {
    history.replaceState(null, "", location.pathname + location.search);
  }
  if (view.opener && view.opener.isConnected) { view.opener.focus({ preventScroll: true }); }
  view.opener = null;
}
