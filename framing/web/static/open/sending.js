// Forms without a reload; what could not be sent is kept on this device and sent again.
import { showKeys } from "./keys.js";

const WAITS = [1, 2, 4, 8, 15];  // seconds until the next try; then the last again
let tries = 0;
let timer = 0;
let isBusy = false;

// Whose answers these are: on a shared device nobody sends another's.
const place = () => `framing-waiting-${document.body.dataset.person || ""}`;
const kept = () => JSON.parse(localStorage.getItem(place()) || "null");

export function startSending() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("[data-swap]")) { return; }
    if (isBusy || kept()) { event.preventDefault(); return; }
    if (!keep(form, event.submitter)) { return; }  // nothing can be kept: the plain form goes
    event.preventDefault();
    hold(true);
    send();
  });
  addEventListener("online", send);
  if (kept()) {
    hold(true);
    say("An answer of yours was kept on this device. It is sent now.");
    send();
  }
}

function keep(form, submitter) {
  const body = new URLSearchParams(new FormData(form));
  if (submitter?.name) { body.append(submitter.name, submitter.value); }
  const item = { url: form.getAttribute("action"), body: body.toString() };
  try {
    localStorage.setItem(place(), JSON.stringify(item));
  } catch {
    return false;
  }
  return true;
}

async function send() {
  const item = kept();
  if (!item || isBusy) { return; }
  isBusy = true;
  clearTimeout(timer);
  let answer = null;
  try {
    answer = await fetch(item.url, {
      method: "POST",
      body: item.body,
      headers: { "Content-Type": "application/x-www-form-urlencoded" },
      signal: soon(),
    });
  } catch {
    answer = null;  // no line, or no server behind it
  }
  isBusy = false;
  if (!answer || answer.status >= 500 || answer.status === 429) { again(); return; }
  localStorage.removeItem(place());
  tries = 0;
  await swap(answer);
}

// After this time there is no line; older browsers wait for as long as they do by themselves.
export function soon() { return AbortSignal.timeout ? AbortSignal.timeout(20000) : undefined; }

function again() {
  const wait = WAITS[Math.min(tries, WAITS.length - 1)];
  tries += 1;
  say("No connection. Your answer is kept on this device and is sent again by itself.", true);
  timer = setTimeout(send, wait * 1000);
}

async function swap(answer) {
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const main = page.getElementById("main");
  document.title = page.title;
  document.getElementById("main").replaceWith(document.adoptNode(main));
  if (answer.ok) { history.replaceState(null, "", answer.url); }
  showKeys();
  const first = main.querySelector("#unit") || main;
  first.focus();
  if (first.getBoundingClientRect().top < 0) { scrollTo(0, 0); }
  say(main.querySelector("[data-say]")?.textContent || "");
}

function hold(on) {
  for (const button of document.querySelectorAll("[data-swap] button")) {
    button.setAttribute("aria-disabled", String(on));
  }
}

function say(words, isLost = false) {
  const status = document.getElementById("status");
  status.textContent = words.replace(/\s+/g, " ").trim();
  status.classList.toggle("lost", isLost);
}
