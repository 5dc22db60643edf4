// Marking the words that decide: press the first and the last, by finger, mouse or keyboard.
let first = -1;
let last = -1;

export function startWords() {
  document.addEventListener("click", (event) => {
    const word = event.target.closest(".w");
    if (event.target.closest("#mark")) { toggle(); }
    if (event.target.closest("#unmark")) { choose(-1, -1); }
    if (word) { pick(word); }
  });
  document.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    const word = event.target.closest?.(".w");
    if (!word || !step) { return; }
    const next = words()[words().indexOf(word) + step];
    if (!next) { return; }
    event.preventDefault();
    for (const one of words()) { one.tabIndex = one === next ? 0 : -1; }
    next.focus();
    if (event.shiftKey) { extend(words().indexOf(word), words().indexOf(next)); }
  });
}

const text = () => document.querySelector("#unit .said");
const words = () => [...document.querySelectorAll("#unit .w")];

// Words become buttons once; one of them is in the order of the tab key, arrows reach the rest.
function toggle() {
  if (!words().length) { cut(text()); }
  const word = words().find((one) => one.tabIndex === 0);
  text().classList.add("picks");
  document.getElementById("marking").hidden = false;
  document.getElementById("mark").setAttribute("aria-expanded", "true");
  word?.focus();
}

function cut(node) {
  let at = 0;  // in characters as the server counts them, not in units of UTF-16
  const parts = [];
  first = last = -1;
  for (const piece of node.textContent.split(/(\s+)/)) {
    const size = [...piece].length;
    if (piece.trim()) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "w";
      button.textContent = piece;
      button.dataset.start = at;
      button.dataset.end = at + size;
      button.tabIndex = parts.some((part) => part.className) ? -1 : 0;
      button.setAttribute("aria-pressed", "false");
      parts.push(button);
    } else {
      parts.push(document.createTextNode(piece));
    }
    at += size;
  }
  node.replaceChildren(...parts);
}

// The first press marks a word, the second all words up to there, the third begins anew.
function pick(word) {
  const k = words().indexOf(word);
  for (const one of words()) { one.tabIndex = one === word ? 0 : -1; }
  if (first >= 0 && first === last && k !== first) { choose(Math.min(first, k), Math.max(first, k)); }
  else if (first === k && last === k) { choose(-1, -1); }
  else { choose(k, k); }
}

function extend(from, to) {
  if (first < 0 || (from !== first && from !== last)) { choose(Math.min(from, to), Math.max(from, to)); }
  else if (from === last) { choose(Math.min(first, to), Math.max(first, to)); }
  else { choose(Math.min(to, last), Math.max(to, last)); }
}

function choose(a, b) {
  [first, last] = [a, b];
  const all = words();
  all.forEach((one, k) => {
    one.classList.toggle("picked", a <= k && k <= b);
    one.setAttribute("aria-pressed", String(a <= k && k <= b));
  });
  const form = document.getElementById("answer");
  form.elements.start.value = a < 0 ? "" : all[a].dataset.start;
  form.elements.end.value = a < 0 ? "" : all[b].dataset.end;
  const said = all.slice(Math.max(a, 0), b + 1).map((one) => one.textContent).join(" ");
  document.getElementById("marked").textContent = a < 0 ? "Nothing is marked." : `Marked: ${said}`;
  document.getElementById("unmark").hidden = a < 0;
}
