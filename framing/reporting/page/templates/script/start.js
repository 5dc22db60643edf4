// Controls are there at once; the passages stand behind the script and are read when asked for.
const DARK = window.matchMedia("(prefers-color-scheme: dark)");

function startTheme() {
  const root = document.documentElement;
  const isDark = () => (root.dataset.theme || (DARK.matches ? "dark" : "light")) === "dark";
  const label = () => { byId("theme").textContent = isDark() ? PAGE.light : PAGE.dark; };
  byId("theme").addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    label();
  });
  DARK.addEventListener("change", label);
  label();
}

// Tables are shown on paper, folded or not; the folds go back afterwards.
function startPrint() {
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll("details.fold:not([open])")];
    opened.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => {
    opened.forEach((fold) => { fold.open = false; });
    opened = [];
  });
}

// The section that is read is named in the list of sections.
function startContents() {
  const links = new Map([...document.querySelectorAll("nav a")].map((link) =>
    [link.getAttribute("href").slice(1), link]));
  const watch = new IntersectionObserver((entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) { continue; }
      links.forEach((link) => { link.removeAttribute("aria-current"); });
      links.get(target.id).setAttribute("aria-current", "true");
    }
  }, { rootMargin: "-10% 0px -80% 0px" });
  links.forEach((link, id) => { const section = byId(id); if (section) { watch.observe(section); } });
}

document.documentElement.classList.add("has-script");
startTheme();
startPrint();
startContents();
startPanel();
document.querySelectorAll("main table").forEach(startTable);
startSide();
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", openAddress);
} else { openAddress(); }
