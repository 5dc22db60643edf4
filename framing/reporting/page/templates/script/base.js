// Small helpers. Nothing here or elsewhere makes markup of text: nodes are made, text is set.
const PAGE = JSON.parse(document.getElementById("page-words").textContent);
const LANG = document.documentElement.lang || "en";
const HIDDEN = new RegExp("[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f\\u061c" +
  "\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069\\ufeff]", "g");

function say(key, values = {}) {
  let text = PAGE[key];
  if (typeof text !== "string") {
    const like = values.n < text.which.length ? values.n : 20 + values.n % 100;
    text = text.forms[text.which[like]];
  }
  return text.replace(/\{(\w+)\}/g, (whole, name) => name in values
    ? (typeof values[name] === "number" ? values[name].toLocaleString(LANG) : values[name])
    : whole);
}

function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value === true) { node.setAttribute(name, ""); }
    else if (value !== false && value !== undefined && value !== "") {
      node.setAttribute(name, value);
    }
  }
  node.append(...children.filter((child) => child !== null && child !== ""));
  return node;
}

// Direction and control characters are shown, not obeyed.
function visible(text) {
  return text.replace(HIDDEN, (c) =>
    "[U+" + c.charCodeAt(0).toString(16).toUpperCase().padStart(4, "0") + "]");
}

function byId(id) { return document.getElementById(id); }

function isTyping(target) { return /^(INPUT|SELECT|TEXTAREA)$/.test(target.tagName); }
