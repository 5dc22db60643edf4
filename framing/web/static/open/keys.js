// Keys of the page of coding: one key a label, and one for each of the other deeds.
const OFF = "framing-keys-off";  // who dictates or uses such keys otherwise can switch them off

const DEEDS = {
  s: () => press("#skip"),
  u: () => press("#undo"),
  m: () => press("#mark"),
  n: () => { const note = document.getElementById("note"); if (note) { open(note); note.focus(); } },
  "?": () => {
    const help = document.getElementById("help");
    if (help) { help.open = !help.open; help.querySelector("summary").focus(); }
  },
};

export function startKeys() {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { leaveField(event.target); return; }
    const busy = event.ctrlKey || event.metaKey || event.altKey || event.repeat;
    if (busy || isOff() || isField(event.target)) { return; }
    const label = /^[1-9]$/.test(event.key) && document.querySelector(`[data-key="${event.key}"]`);
    const deed = label ? () => label.click() : DEEDS[event.key];
    if (!deed || !document.getElementById("answer")) { return; }
    event.preventDefault();
    deed();
  });
  document.addEventListener("change", (event) => {
    if (event.target.id === "keys") { remember(event.target.checked); }
  });
  showKeys();
}

// After new content: the switch shows what is so.
export function showKeys() {
  const box = document.getElementById("keys");
  if (box) { box.checked = !isOff(); }
}

function isOff() { return localStorage.getItem(OFF) === "1"; }

function remember(on) {
  if (on) { localStorage.removeItem(OFF); } else { localStorage.setItem(OFF, "1"); }
}

function isField(node) { return Boolean(node.closest?.("textarea, select, input:not([type=checkbox])")); }

function leaveField(node) { if (isField(node)) { document.getElementById("unit")?.focus(); } }

function press(where) { document.querySelector(where)?.click(); }

function open(node) { node.closest("details").open = true; }
