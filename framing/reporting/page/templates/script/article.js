// An article as paragraphs with its marks: the same in the panel and side by side.
function paragraphsOf(part, at) {
  const found = [];
  for (const segment of spansOf(part, "segment", at)) {
    const number = part.columns["segment.paragraph"][segment.row];
    const role = part.roles[part.columns["segment.role"][segment.row]];
    const last = found[found.length - 1];
    if (last && last.number === number) {
      last.end = segment.end;
      last.segments.push({ ...segment, role });
    } else {
      found.push({ number, start: segment.start, end: segment.end,
        segments: [{ ...segment, role }] });
    }
  }
  for (const p of found) {  // the longest role is the paragraph's: a dateline opens its body
    p.role = p.segments.reduce((a, b) => (b.end - b.start >= a.end - a.start ? b : a)).role;
  }
  return found;
}

function marksOf(part, at) {
  const marks = spansOf(part, "mark", at).map((m) => ({
    ...m, kind: part.kinds[part.columns["mark.kind"][m.row]],
    note: part.notes[part.columns["mark.note"][m.row]],
  }));
  const ties = spansOf(part, "tie", at).map((t) => ({
    ...t, kind: "tie", note: PAGE.tie, tie: part.columns["tie.number"][t.row] }));
  return [...marks, ...ties];
}

// Options: lang, where it is not the page's; here, the passage to emphasise as {start, end};
// tied(tie) gives a node for a number.
function renderArticle(part, at, { lang = "", here = null, tied = null } = {}) {
  const kept = spansOf(part, "kept", at);
  const marks = marksOf(part, at);
  const nodes = [];
  for (const p of paragraphsOf(part, at)) {
    const held = kept.filter((k) => k.start < p.end && k.end > p.start);
    const full = held.map((k) => sliceOf(part, k, Math.max(k.start, p.start),
      Math.min(k.end, p.end))).join("");
    if (!full.trim()) { continue; }
    const inside = marks.filter((m) => m.start < p.end && m.end > p.start);
    for (const s of p.segments) {
      if (s.role !== p.role) { inside.push({ ...s, kind: "role-" + s.role, note: "" }); }
    }
    nodes.push(renderParagraph(part, { ...p, held, inside, lang, here, tied }));
  }
  const last = kept[kept.length - 1];
  if (last && last.start === last.end) {
    nodes.push(make("p", { class: "role-gap" }, gapOf(part, last, "")));
  }
  return nodes;
}

function gapOf(part, span, lang) {
  const n = part.columns["kept.skipped"][span.row];
  return make("span", { class: "gap", lang: lang && LANG }, " … " + say("skipped", { n }) + " … ");
}

function renderParagraph(part, p) {
  const node = make("p", { class: "role-" + p.role, lang: p.lang });
  const whole = speakerOfAll(part, p);
  if (whole) {
    node.classList.add("has-quote");
    node.append(make("span", { class: "speaker" }, whole));
  }
  const numbers = new Set();
  for (const m of p.inside) {
    if (m.kind === "tie" && m.start >= p.start && p.tied) { numbers.add(m.tie); }
  }
  for (const tie of numbers) { const link = p.tied(tie); if (link) { node.append(link); } }
  const cuts = new Set([p.start, p.end]);
  for (const m of [...p.inside, ...p.held, ...(p.here ? [p.here] : [])]) {
    cuts.add(Math.min(Math.max(m.start, p.start), p.end));
    cuts.add(Math.min(Math.max(m.end, p.start), p.end));
  }
  const ordered = [...cuts].sort((a, b) => a - b);
  for (let k = 0; k + 1 < ordered.length; k += 1) {
    node.append(...renderPiece(part, p, { a: ordered[k], b: ordered[k + 1], whole }));
  }
  return node;
}

function renderPiece(part, p, { a, b, whole }) {
  const span = p.held.find((k) => k.start <= a && b <= k.end);
  if (!span) { return []; }
  const out = [];
  if (span.start === a && part.columns["kept.skipped"][span.row]) { out.push(gapOf(part, span, p.lang)); }
  const under = p.inside.filter((m) => m.start <= a && b <= m.end);
  const begun = under.filter((m) => m.kind === "quote" && Math.max(m.start, p.start) === a);
  if (begun.length && !whole) {
    const by = [...new Set(begun.map((m) => m.note))].join(", ");
    out.push(make("span", { class: "by" }, by + ":"), " ");
  }
  const text = visible(sliceOf(part, span, a, b));
  const classes = [...new Set(under.map((m) => m.kind))].join(" ");
  const notes = [...new Set(under.map((m) => m.note).filter((n) => n && n !== PAGE.tie))];
  let piece = classes ? make("span", { class: classes, title: notes.join("; ") }, text) : text;
  if (p.here && p.here.start <= a && b <= p.here.end) { piece = make("mark", {}, piece); }
  out.push(piece);
  return out;
}

// The speaker where nothing but one speaker's quotations stands in the paragraph.
function speakerOfAll(part, p) {
  const quotes = p.inside.filter((m) => m.kind === "quote");
  if (new Set(quotes.map((m) => m.note)).size !== 1) { return ""; }
  for (const k of p.held) {
    const low = Math.max(k.start, p.start);
    const high = Math.min(k.end, p.end);
    const letters = Array.from(sliceOf(part, k, low, high));
    for (let i = 0; i < letters.length; i += 1) {
      if (/[\s"“”„‟«»‘’']/.test(letters[i])) { continue; }
      if (!quotes.some((m) => m.start <= low + i && low + i < m.end)) { return ""; }
    }
  }
  return quotes[0].note;
}

function headOf(article) {
  const said = [article.group, article.date || PAGE.no_date, article.event,
    article.wire ? say("wire", { agency: article.wire }) : ""];
  const mark = make("span", { class: "mark", "aria-hidden": "true" }, article.mark);
  mark.style.color = article.colour;
  return [mark, " ", make("strong", {}, article.outlet), " ",
    make("span", { class: "small" }, said.filter(Boolean).join(" · "))];
}

function linkOf(article) {
  if (!/^https?:\/\//i.test(article.url)) { return ""; }
  return make("p", { class: "small" },
    make("a", { href: article.url, rel: "noreferrer noopener" }, PAGE.original));
}
