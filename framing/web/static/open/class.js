// What pages do more with a script: no reload, keys, answers kept while the line is down.
import { startKeys } from "./keys.js";
import { startLive } from "./live.js";
import { startSending } from "./sending.js";
import { startWords } from "./words.js";

document.documentElement.classList.add("has-script");
startWords();
startKeys();
startLive();
startSending();

// Copying needs a secure page (https, or this machine): elsewhere the button stays hidden.
if (navigator.clipboard) {
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) { return; }
    await navigator.clipboard.writeText(document.getElementById(button.dataset.copy).textContent);
    button.textContent = "Copied";
  });
  for (const button of document.querySelectorAll("[data-copy]")) { button.hidden = false; }
}
