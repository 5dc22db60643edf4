// Controls are there at once; the passages stand behind the script and are read when asked for.
document.documentElement.classList.add("has-script");
startPanel();
if (document.readyState === "loading") {
  document.addEventListener("DOMContentLoaded", openAddress);
} else { openAddress(); }
