// The teacher's page looks again every few seconds; nothing moves under a hand that is in it.
import { soon } from "./sending.js";

const EVERY = 4000;

export function startLive() {
  if (document.getElementById("live")) { setInterval(look, EVERY); }
}

async function look() {
  const live = document.getElementById("live");
  if (document.hidden || !live || live.contains(document.activeElement)) { return; }
  let answer = null;
  try {
    answer = await fetch(location.href, { signal: soon() });
  } catch {
    answer = null;
  }
  const told = document.getElementById("told");
  told.textContent = answer?.ok ? "" : "No connection: these are the last figures.";
  if (!answer?.ok) { return; }
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById("live");
  if (fresh) { live.replaceChildren(...document.adoptNode(fresh).childNodes); }
}
