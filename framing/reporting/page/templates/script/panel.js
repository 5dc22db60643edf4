// The panel: passages behind a number, one of them in its whole article, and the way back.
// What it shows is said by the address: #e-KEY a list, #e-KEY:3 its third passage, #a-ID an article.
const STEP = 60;  // passages put into the list at a time
const panel = byId("panel");
const view = { evidence: null, rows: null, shown: 0, chosen: {}, word: "", turn: 0, asked: 0,
  opener: null };

function resetFilters() {
  for (const name of FACETS) { view.chosen[name] = -1; }
  view.word = "";
  byId("panel-word").value = "";
}

async function openAddress() {
  const found = /^#(e-[\w-]+|a-\w+)(?::(\d+))?$/.exec(location.hash);
  if (!found) { if (panel.open) { panel.close(); } return; }
  if (!panel.open) {
    view.opener = document.activeElement;
    panel.showModal();
  }
  tell(PAGE.loading);
  const turn = view.turn += 1;
  await attempt(async (index) => {
    if (turn !== view.turn) { return; }
    if (found[1].startsWith("a-")) { await showArticle(index, { id: found[1] }); }
    else { await showEvidence(index, found[1], Number(found[2] || 0)); }
  });
}

// What the reader asked for last: if it fails, the panel says why.
async function attempt(work) {
  const asked = view.asked += 1;
  try { await work(await openIndex()); }
  catch (problem) { if (asked === view.asked) { tell(problem.message); } }
}

function tell(text) {
  byId("panel-status").textContent = text;
}

async function showEvidence(index, id, number) {
  const evidence = index.evidence.get(id);
  if (!evidence) { throw new Error(PAGE.unknown); }
  if (view.evidence !== evidence) {
    resetFilters();
    Object.assign(view, { evidence, rows: evidence.rows, shown: 0 });
    byId("panel-list").replaceChildren();
  }
  byId("panel-word-label").textContent = index.files ? PAGE.word_inside : PAGE.word;
  if (number > 0 && number <= evidence.rows.length) {
    const row = evidence.rows[number - 1];
    const c = index.columns;
    await showArticle(index, { at: c.at[row], row });
    return;
  }
  const back = view.at;
  showOnly("list");
  byId("panel-title").textContent = evidence.title;
  if (view.shown === 0) { await applyFilters(index); } else { count(); }
  const link = back === undefined ? null : panel.querySelector('[data-row="' + back + '"]');
  view.at = undefined;
  (link || byId("panel-title")).focus();
}

function showOnly(which) {
  byId("panel-back").hidden = which === "list" || !view.evidence;
  byId("panel-steps").hidden = which === "list" || !view.evidence;
  byId("panel-filters").hidden = which !== "list";
  byId("panel-list").hidden = which !== "list";
  byId("panel-more").hidden = true;
  byId("panel-article").hidden = which === "list";
}

async function applyFilters(index) {
  const turn = view.turn += 1;
  const hasWord = await wordTest(index, view.evidence.rows, view.word);
  if (turn !== view.turn) { return; }
  const { rows, counts, facets } = filterRows(index, view.evidence.rows,
    { chosen: view.chosen, hasWord });
  view.rows = rows;
  view.shown = 0;
  FACETS.forEach((name) => fillFacet(name, facets[name].names, counts[name]));
  byId("panel-list").replaceChildren();
  await showMore(index);
}

function fillFacet(name, names, counts) {
  const select = byId("panel-" + name);
  const total = counts.reduce((sum, n) => sum + n, 0);
  const options = [make("option", { value: "-1" }, say("all", { n: total }))];
  names.forEach((label, code) => {
    if (counts[code] === 0 && view.chosen[name] !== code) { return; }
    if (!label && name !== "voice") { return; }
    options.push(make("option", { value: String(code) }, (label || PAGE.no_voice) +
      " (" + counts[code].toLocaleString(LANG) + ")"));
  });
  select.replaceChildren(...options);
  select.value = String(view.chosen[name]);
  select.parentElement.hidden = options.length < 3 && view.chosen[name] < 0;
}

async function showMore(index) {
  const turn = view.turn;
  const next = view.rows.slice(view.shown, view.shown + STEP);
  const partOf = await withTexts(index, Array.from(next, (row) => index.columns.at[row]));
  if (turn !== view.turn) { return null; }
  const numbers = numberRows(next);
  let first = null;
  next.forEach((row, k) => {
    const link = listPassage(index, partOf, { row, number: numbers[k] });
    first = first || link;
  });
  view.shown += next.length;
  count();
  return first;
}

// The numbers of rows among all that the evidence has; both rise.
function numberRows(rows) {
  const all = view.evidence.rows;
  let at = 0;
  return Array.from(rows, (row) => { while (all[at] !== row) { at += 1; } return at + 1; });
}

function listPassage(index, partOf, { row, number }) {
  const c = index.columns;
  const list = byId("panel-list");
  const at = c.at[row];
  let group = list.lastElementChild;
  if (!group || group.dataset.at !== String(at)) {
    const article = meta(index, at);
    group = make("section", { "data-at": String(at) },
      make("h3", { lang: article.lang }, article.title), make("p", { class: "art" }, ...headOf(article)), make("ul"));
    list.append(group);
  }
  const { left, match, right } = context(partOf(at), index, row);
  const lang = meta(index, at).lang;
  const voice = index.values.voice[c.voice[row]];
  const where = [index.values.place[c.place[row]], PAGE.voices[voice] || voice,
    index.values.note[c.note[row]]].filter(Boolean).join(" · ");
  const link = make("a", { class: "passage", "data-row": String(row),
    href: "#" + view.evidence.id + ":" + number },
  make("span", { class: "words", lang }, visible(left), make("mark", {}, visible(match)),
    visible(right)), make("span", { class: "small" }, where));
  group.lastElementChild.append(make("li", {}, link));
  return link;
}

function count() {
  const n = view.rows.length;
  const all = view.evidence.rows.length;
  const said = n === all ? say("passages", { n }) : say("passages_of", { n, all });
  const articles = view.evidence.nArticles;
  tell(articles && n === all ? said + " · " + say("articles", { n: articles }) : said);
  byId("panel-more").hidden = view.shown >= n;
  byId("panel-more").textContent = say("more", { n: Math.min(STEP, n - view.shown) });
}

async function showArticle(index, { id = "", at = index.places.get(id), row = -1 }) {
  if (at === undefined) { throw new Error(PAGE.unknown); }
  const turn = view.turn;
  const part = (await withTexts(index, [at]))(at);
  if (turn !== view.turn) { return; }
  if (row < 0) { view.evidence = null; }
  const article = meta(index, at);
  const start = index.columns.start[row];
  const here = row < 0 ? null : { start, end: start + index.columns.length[row] };
  view.at = row < 0 ? undefined : row;
  const place = byId("panel-article");
  const texts = index.texts === "full" ? "" : make("p", { class: "small" }, PAGE.excerpts);
  place.replaceChildren(make("p", { class: "art" }, ...headOf(article)), texts,
    make("div", { class: "text" },
      ...renderArticle(part, at, { lang: article.lang, here })),
    linkOf(article));
  showOnly("article");
  byId("panel-title").textContent = row < 0 ? article.title : view.evidence.title;
  if (row >= 0) { showSteps(row); } else { tell(""); }
  const isStepping = byId("panel-steps").contains(document.activeElement);
  if (!isStepping || document.activeElement.disabled) {
    byId("panel-title").focus({ preventScroll: true });
  }
  const mark = place.querySelector("mark");
  if (mark) { mark.scrollIntoView({ block: "center" }); } else { panel.scrollTop = 0; }
}

function showSteps(row) {
  const at = view.rows.indexOf(row);
  byId("panel-before").disabled = at <= 0;
  byId("panel-after").disabled = at < 0 || at + 1 >= view.rows.length;
  tell(at < 0 ? "" : say("step", { k: at + 1, n: view.rows.length }));
}

function step(by) {
  const at = view.rows.indexOf(view.at) + by;
  if (view.at === undefined || at < 0 || at >= view.rows.length) { return; }
  const [number] = numberRows([view.rows[at]]);
  location.replace("#" + view.evidence.id + ":" + number);
}

function stepList(by) {
  const links = [...panel.querySelectorAll("a.passage")];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? 0 : at + by];
  if (next) { next.focus(); }
}
