// Tables: sorted by a click, filtered by outlet or group, downloaded as they are shown.
const COLLATOR = new Intl.Collator(LANG, { numeric: true });
const NONE = /^(?:–|—|n\/a|)$/;

// The first number in a cell; what holds none comes last, whichever way is sorted.
function valueOf(text) {
  const found = /[−-]?\d[\d,]*(?:\.\d+)?/.exec(text);
  return found ? Number(found[0].replace("−", "-").replace(/,/g, "")) : NaN;
}

function startTable(table) {
  const rows = [...table.tBodies[0].rows];
  const heads = [...table.tHead.rows[0].cells];
  if (rows.length > 1) {
    heads.forEach((head, k) => {
      const label = head.querySelector(".head");
      const button = make("button", { type: "button", class: "sort" }, label.textContent);
      label.replaceChildren(button);
      button.addEventListener("click", () => { sortTable(table, heads, rows, k); });
    });
  }
  const tools = make("div", { class: "tools script" });
  const selects = (table.dataset.filter || "").split(",").filter(Boolean)
    .map((k) => filterSelect(tools, { heads, rows, k: Number(k) }));
  const status = make("span", { class: "small", role: "status" });
  const filter = () => {
    rows.forEach((row) => {
      row.hidden = selects.some(({ select, k }) =>
        select.selectedIndex > 0 && row.cells[k].textContent.trim() !== select.value);
    });
    const n = rows.filter((row) => !row.hidden).length;
    status.textContent = n === rows.length ? "" : say("rows_of", { n, all: rows.length });
  };
  selects.forEach(({ select }) => { select.addEventListener("change", filter); });
  const download = make("button", { type: "button" }, PAGE.csv);
  download.addEventListener("click", () => { downloadTable(table, heads); });
  tools.append(download, status);
  table.parentElement.before(tools);
}

function filterSelect(tools, { heads, rows, k }) {
  const values = [...new Set(rows.map((row) => row.cells[k].textContent.trim()))];
  const select = make("select", {}, make("option", { value: "" }, PAGE.any),
    ...values.map((value) => make("option", { value }, value)));
  tools.append(make("label", {}, heads[k].querySelector(".head").textContent, " ", select));
  return { select, k };
}

function sortTable(table, heads, rows, k) {
  const way = heads[k].getAttribute("aria-sort") === "ascending" ? -1 : 1;
  heads.forEach((head) => { head.removeAttribute("aria-sort"); });
  heads[k].setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
  const isNumber = heads[k].classList.contains("num");
  const keys = new Map(rows.map((row) => {
    const text = row.cells[k].textContent.trim();
    return [row, isNumber ? valueOf(text) : text];
  }));
  const isMissing = (key) => (isNumber ? Number.isNaN(key) : NONE.test(key));
  const sorted = [...rows].sort((a, b) => {
    const [x, y] = [keys.get(a), keys.get(b)];
    if (isMissing(x) || isMissing(y)) { return isMissing(x) - isMissing(y); }
    return way * (isNumber ? x - y : COLLATOR.compare(x, y));
  });
  table.tBodies[0].append(...sorted);
}

// Text that a spreadsheet would run as a formula gets an apostrophe in front, as in tables/.
function csvCell(text) {
  const safe = /^[=+\-@\t\r]/.test(text) ? "'" + text : text;
  return /[",\r\n]/.test(safe) ? '"' + safe.replace(/"/g, '""') + '"' : safe;
}

function downloadTable(table, heads) {
  const shown = [...table.tBodies[0].rows].filter((row) => !row.hidden);
  const lines = [heads.map((head) => head.querySelector(".head").textContent),
    ...shown.map((row) => Array.from(row.cells, (cell) => cell.textContent.trim()))];
  const text = lines.map((line) => line.map(csvCell).join(",") + "\n").join("");
  const url = URL.createObjectURL(new Blob([text], { type: "text/csv;charset=utf-8" }));
  make("a", { href: url, download: table.id.replace(/^t-/, "") + ".csv" }).click();
  setTimeout(() => { URL.revokeObjectURL(url); }, 10000);
}
