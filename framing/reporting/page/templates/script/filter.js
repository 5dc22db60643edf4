// Which passages are shown: by outlet, group, event, voice and a word; counts follow.
const FACETS = ["outlet", "group", "event", "voice"];

function facetValues(index) {
  const c = index.columns;
  const groupOf = index.outlets.map((outlet) => index.groups.indexOf(outlet[1]) + 1);
  return {
    outlet: { of: (row) => c["article.outlet"][c.at[row]],
      names: ["", ...index.outlets.map((outlet) => outlet[0])] },
    group: { of: (row) => groupOf[c["article.outlet"][c.at[row]] - 1] || 0,
      names: ["", ...index.groups] },
    event: { of: (row) => c["article.event"][c.at[row]], names: [PAGE.no_event, ...index.events] },
    voice: { of: (row) => c.voice[row],
      names: index.values.voice.map((voice) => PAGE.voices[voice] || voice) },
  };
}

// Rows that pass, and for every facet how many rows each value has under the other filters.
function filterRows(index, rows, { chosen, hasWord }) {
  const facets = facetValues(index);
  const counts = {};
  for (const name of FACETS) { counts[name] = new Uint32Array(facets[name].names.length); }
  const kept = new Uint32Array(rows.length);
  const values = [0, 0, 0, 0];
  const of = FACETS.map((name) => facets[name].of);
  const wanted = FACETS.map((name) => chosen[name]);
  let n = 0;
  for (const row of rows) {
    if (hasWord && !hasWord(row)) { continue; }
    let misses = 0;
    let missed = 0;
    for (let f = 0; f < 4; f += 1) {
      values[f] = of[f](row);
      if (wanted[f] >= 0 && values[f] !== wanted[f]) { misses += 1; missed = f; }
    }
    if (misses === 0) {
      kept[n] = row;
      n += 1;
      for (let f = 0; f < 4; f += 1) { counts[FACETS[f]][values[f]] += 1; }
    } else if (misses === 1) { counts[FACETS[missed]][values[missed]] += 1; }
  }
  return { rows: kept.slice(0, n), counts, facets };
}

// A test for a typed word: in the passage and around it, or in the passage where texts lie apart.
async function wordTest(index, rows, word) {
  const wanted = word.trim().toLocaleLowerCase(LANG);
  if (!wanted) { return null; }
  const note = index.values.note.map((text) => text.toLocaleLowerCase(LANG).includes(wanted));
  const c = index.columns;
  if (index.files) {
    index.lower = index.lower || index.matches.map((text) => text.toLocaleLowerCase(LANG));
    const found = index.lower.map((text) => text.includes(wanted));
    return (row) => found[c.match[row]] || note[c.note[row]];
  }
  const partOf = await withTexts(index, Array.from(rows, (row) => c.at[row]));
  index.around = index.around || new Map();
  return (row) => {
    let text = index.around.get(row);
    if (text === undefined) {
      const { left, match, right } = context(partOf(c.at[row]), index, row);
      text = (left + match + right).toLocaleLowerCase(LANG);
      index.around.set(row, text);
    }
    return text.includes(wanted) || note[c.note[row]];
  };
}
