// The articles and passages of the page: deflated blocks, read when first asked for.
let indexPromise = null;
const parts = new Map();
const waiting = new Map();

async function inflate(base64) {
  if (typeof DecompressionStream === "undefined") { throw new Error(say("old_browser")); }
  const raw = atob(base64.trim());
  const bytes = new Uint8Array(raw.length);
  for (let k = 0; k < raw.length; k += 1) { bytes[k] = raw.charCodeAt(k); }
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("deflate"));
  return new Response(stream).arrayBuffer();
}

// The head, and its columns as typed arrays put together from their planes of bytes.
function unpack(buffer) {
  const size = new DataView(buffer).getUint32(0, true);
  const head = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, size)));
  let at = 4 + size;
  const columns = {};
  for (const [name, width, n] of head.columns) {
    const values = new Uint32Array(n);
    for (let plane = 0; plane < width; plane += 1, at += n) {
      const bytes = new Uint8Array(buffer, at, n);
      for (let k = 0; k < n; k += 1) { values[k] += bytes[k] * 2 ** (8 * plane); }
    }
    columns[name] = values;
  }
  return { head, columns };
}

function addUp(column) {
  for (let k = 1; k < column.length; k += 1) { column[k] += column[k - 1]; }
  return column;
}

function openIndex() {
  indexPromise = indexPromise || inflate(byId("page-store").textContent).then(unpack).then(asIndex);
  return indexPromise;
}

function asIndex({ head, columns }) {
  addUp(columns.at);
  const evidence = new Map();
  let from = 0;
  head.evidence.forEach(([id, title, nArticles], k) => {
    const rows = addUp(columns.members.slice(from, from + columns["members.count"][k]));
    from += rows.length;
    evidence.set(id, { id, title, nArticles, rows });
  });
  head.values.layer.forEach((layer, code) => {
    const rows = Uint32Array.from(columns.layer.keys()).filter((r) => columns.layer[r] === code);
    const title = PAGE.layers[layer] || layer;
    evidence.set("e-all-" + layer, { id: "e-all-" + layer, title, nArticles: 0, rows });
  });
  const places = new Map(head.articles.id.map((id, at) => [id, at]));
  const index = { ...head, columns, evidence, places };
  index.groups = [...new Set(head.outlets.map((outlet) => outlet[1]))];
  return index;
}

// A language to name: that of an article where the report speaks another.
function foreign(language) { return language === LANG ? "" : language; }

// One article's own data, without its text.
function meta(index, at) {
  const outlet = index.columns["article.outlet"][at];
  const event = index.columns["article.event"][at];
  const [name, group, colour, mark] = index.outlets[outlet - 1] || ["", "", "", ""];
  const all = index.articles;
  return {
    at, id: all.id[at], name: all.name[at], title: visible(all.title[at] || all.name[at]),
    date: all.date[at], url: all.url[at], outlet: name, group, colour, mark,
    event: event ? index.events[event - 1] : "", wire: index.wires[index.columns["article.wire"][at]],
    lang: foreign(index.languages[index.columns["article.language"][at]]),
  };
}

function loadPart(index, k) {
  if (!parts.has(k)) {
    const block = index.files ? loadFile(k) : Promise.resolve(byId("page-part-" + k).textContent);
    const part = block.then(inflate).then(unpack).then(asPart);
    part.catch(() => parts.delete(k));  // the folder may be put there meanwhile
    parts.set(k, part);
  }
  return parts.get(k);
}

window.framingPart = (k, block) => { waiting.get(k)(block); };

function loadFile(k) {
  return new Promise((done, failed) => {
    waiting.set(k, done);
    const source = "evidence/" + String(k + 1).padStart(3, "0") + ".js";
    const script = make("script", { src: source });
    // A file that was read and brought nothing is as good as none.
    for (const end of ["error", "load"]) {
      script.addEventListener(end, () => {
        script.remove();
        failed(new Error(say("no_folder", { file: source })));
      });
    }
    document.head.append(script);
  });
}

function asPart({ head, columns }) {
  const rows = {};
  for (const name of ["kept", "segment", "mark", "tie"]) {
    const at = addUp(columns[name + ".at"]);
    rows[name] = new Map();
    for (let k = 0; k < at.length; k += 1) {
      const range = rows[name].get(at[k]);
      if (range) { range[1] = k + 1; } else { rows[name].set(at[k], [k, k + 1]); }
    }
  }
  return { ...head, columns, rows, wide: new Map() };
}

// The texts of several articles; a part is read once.
async function withTexts(index, articles) {
  const wanted = [...new Set(Array.from(articles, (at) => Math.floor(at / index.part)))];
  const loaded = await Promise.all(wanted.map((k) => loadPart(index, k)));
  const byPart = new Map(wanted.map((k, i) => [k, loaded[i]]));
  return (at) => byPart.get(Math.floor(at / index.part));
}

// Rows of a table of an article as {start, end, row}.
function spansOf(part, name, at) {
  const [from, to] = part.rows[name].get(at - part.first) || [0, 0];
  const found = [];
  for (let row = from; row < to; row += 1) {
    const start = part.columns[name + ".start"][row];
    found.push({ start, end: start + part.columns[name + ".length"][row], row });
  }
  return found;
}

// Offsets count characters; a string counts some of them twice.
function sliceOf(part, span, start, end) {
  const text = part.pieces[span.row];
  if (!/[\ud800-\udfff]/.test(text)) { return text.slice(start - span.start, end - span.start); }
  if (!part.wide.has(span.row)) { part.wide.set(span.row, Array.from(text)); }
  return part.wide.get(span.row).slice(start - span.start, end - span.start).join("");
}

const AROUND = 160;  // characters on either side of a passage in a list

// A passage with what stands around it on its line.
function context(part, index, row) {
  const at = index.columns.at[row];
  const start = index.columns.start[row];
  const end = start + index.columns.length[row];
  const span = spansOf(part, "kept", at).find((s) => s.start <= start && end <= s.end);
  if (!span) { return { left: "", match: "", right: "" }; }
  const low = Math.max(span.start, start - AROUND);
  const high = Math.min(span.end, end + AROUND);
  let left = sliceOf(part, span, low, start).split("\n").pop();
  let right = sliceOf(part, span, end, high).split("\n")[0];
  if (left.length === start - low && low > 0) { left = "… " + left.replace(/^\S*\s/, ""); }
  if (right.length >= AROUND) { right = right.replace(/\s\S*$/, "") + " …"; }
  return { left, match: sliceOf(part, span, start, end), right };
}
