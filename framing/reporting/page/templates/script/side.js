// Side by side: any event, a column an outlet; on a narrow screen the columns are tabs.
const NARROW = window.matchMedia("(max-width: 44rem)");
let sideTurn = 0;

function startSide() {
  const select = byId("side-event");
  if (!select) { return; }
  select.addEventListener("change", () => { showEvent(Number(select.value)); });
  makeTabs(byId("side"));
  NARROW.addEventListener("change", () => { setTabs(byId("side")); });
  byId("side").addEventListener("click", (event) => {
    const link = event.target.closest("a.tieno");
    if (!link) { return; }
    event.preventDefault();
    goToTwin(link.getAttribute("href").slice(1));
  });
}

// What was chosen last: if it fails, the line beside the choice says why.
async function attemptSide(work) {
  const turn = sideTurn += 1;
  byId("side-status").textContent = PAGE.loading;
  try { await work(await openIndex(), turn); }
  catch (problem) { if (turn === sideTurn) { byId("side-status").textContent = problem.message; } }
}

function showEvent(code) {
  return attemptSide(async (index, turn) => {
    const byOutlet = new Map();
    index.columns["article.event"].forEach((event, at) => {
      if (event !== code) { return; }
      const outlet = index.columns["article.outlet"][at];
      byOutlet.set(outlet, [...(byOutlet.get(outlet) || []), at]);
    });
    const lists = [...byOutlet.values()];
    const chosen = lists.map((list) => list[0]);
    await showColumns(index, { code, lists, chosen, turn });
  });
}

async function showColumns(index, { code, lists, chosen, turn }) {
  const partOf = await withTexts(index, chosen);
  if (turn !== sideTurn) { return; }
  const title = code ? index.events[code - 1] : PAGE.no_event;
  const spread = make("div", { class: "spread", tabindex: "0", role: "group",
    "aria-label": say("side_by_side", { event: title }) });
  const ties = tieNumbers(chosen, partOf);
  chosen.forEach((at, k) => {
    const again = (other) => {
      const next = [...chosen];
      next[k] = other;
      attemptSide((_index, turn) => showColumns(index, { code, lists, chosen: next, turn }));
    };
    spread.append(columnOf(index, partOf(at), { at, k, list: lists[k], ties, again }));
  });
  byId("side").replaceChildren(make("h3", {}, title), spread);
  byId("side-status").textContent = say("articles",
    { n: lists.reduce((sum, list) => sum + list.length, 0) });
  makeTabs(byId("side"));
}

// Numbers of the sentences that two columns share, in reading order, with the columns they are in.
function tieNumbers(chosen, partOf) {
  const columns = new Map();
  chosen.forEach((at, k) => {
    const part = partOf(at);
    for (const { row } of spansOf(part, "tie", at)) {
      const tie = part.columns["tie.number"][row];
      if (!columns.has(tie)) { columns.set(tie, new Set()); }
      columns.get(tie).add(k);
    }
  });
  const shared = [...columns].filter(([, found]) => found.size > 1);
  return new Map(shared.map(([tie, found], k) => [tie, { n: k + 1, columns: [...found] }]));
}

function columnOf(index, part, { at, k, list, ties, again }) {
  const article = meta(index, at);
  const placed = new Set();
  const tied = (tie) => {
    const found = ties.get(tie);
    if (!found) { return null; }
    const twin = found.columns[(found.columns.indexOf(k) + 1) % found.columns.length];
    const id = placed.has(tie) ? "" : "t-" + found.n + "-" + k;
    placed.add(tie);
    return make("a", { class: "tieno", href: "#t-" + found.n + "-" + twin, id, title: PAGE.tie,
      "aria-label": say("tied", { n: found.n }) }, String(found.n));
  };
  const said = [article.group, article.date || PAGE.no_date].join(" · ");
  const head = make("h4", {}, article.outlet, " ", make("span", { class: "small" }, said));
  const wire = article.wire ? make("p", { class: "small" }, say("wire", { agency: article.wire }))
    : "";
  return make("div", { class: "column", "data-outlet": article.outlet }, head,
    list.length > 1 ? chooser(index, { at, list, again }) : "", wire,
    ...renderArticle(part, at, { lang: article.lang, tied }), linkOf(article));
}

function chooser(index, { at, list, again }) {
  const select = make("select", {}, ...list.map((other) => make("option",
    { value: String(other) }, [index.articles.date[other],
      visible(index.articles.title[other] || index.articles.name[other])].join(" "))));
  select.value = String(at);
  select.addEventListener("change", () => { again(Number(select.value)); });
  return make("p", { class: "small" }, make("label", {}, PAGE.which + " ", select));
}

function makeTabs(side) {
  const spread = side.querySelector(".spread");
  if (!spread) { return; }
  const columns = [...spread.querySelectorAll(".column")];
  const list = make("div", { class: "tabs", "aria-label": spread.getAttribute("aria-label") });
  columns.forEach((column, k) => {
    column.id = column.id || "side-" + k;
    const tab = make("button", { type: "button", id: "tab-" + k }, column.dataset.outlet);
    tab.addEventListener("click", () => { chooseTab(side, k); });
    list.append(tab);
  });
  list.addEventListener("keydown", (event) => {
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) { return; }
    event.preventDefault();
    const at = [...list.children].indexOf(document.activeElement);
    const next = (at + by + columns.length) % columns.length;
    chooseTab(side, next);
    list.children[next].focus();
  });
  spread.before(list);
  side.classList.add("tabbed");
  setTabs(side);
}

// On a wide screen all columns are shown, and nothing is a tab.
function setTabs(side) {
  const list = side.querySelector(".tabs");
  if (!list) { return; }
  const columns = [...side.querySelectorAll(".column")];
  const spread = side.querySelector(".spread");
  if (NARROW.matches) {
    list.setAttribute("role", "tablist");
    spread.removeAttribute("tabindex");
    spread.removeAttribute("role");
    spread.removeAttribute("aria-label");
    chooseTab(side, 0);
    return;
  }
  list.removeAttribute("role");
  spread.setAttribute("tabindex", "0");
  spread.setAttribute("role", "group");
  spread.setAttribute("aria-label", list.getAttribute("aria-label"));
  columns.forEach((column) => {
    column.hidden = false;
    ["role", "aria-labelledby", "tabindex"].forEach((name) => { column.removeAttribute(name); });
  });
}

function chooseTab(side, chosen) {
  const columns = [...side.querySelectorAll(".column")];
  [...side.querySelector(".tabs").children].forEach((tab, k) => {
    tab.setAttribute("role", "tab");
    tab.setAttribute("aria-selected", String(k === chosen));
    tab.setAttribute("aria-controls", columns[k].id);
    tab.tabIndex = k === chosen ? 0 : -1;
    columns[k].setAttribute("role", "tabpanel");
    columns[k].setAttribute("aria-labelledby", tab.id);
    columns[k].tabIndex = 0;
    columns[k].hidden = k !== chosen;
  });
}

function goToTwin(id) {
  const twin = byId(id);
  if (!twin) { return; }
  const side = byId("side");
  if (NARROW.matches) {
    chooseTab(side, [...side.querySelectorAll(".column")].indexOf(twin.closest(".column")));
  }
  side.querySelectorAll(".twin").forEach((node) => { node.classList.remove("twin"); });
  twin.closest("p").classList.add("twin");
  twin.focus({ preventScroll: true });
  twin.scrollIntoView({ block: "center", inline: "center" });
}
