(function () {
  "use strict";
  var dialog = document.getElementById("passages");
  if (!dialog || !dialog.showModal) { return; }
  var place = dialog.querySelector("div");
  document.addEventListener("click", function (event) {
    var link = event.target.closest ? event.target.closest("a") : null;
    if (!link) { return; }
    var href = link.getAttribute("href") || "";
    if (dialog.contains(link)) { dialog.close(); return; }
    if (href.indexOf("#e-") !== 0 || event.ctrlKey || event.metaKey) { return; }
    var source = document.getElementById(href.slice(1));
    if (!source) { return; }
    event.preventDefault();
    var copy = source.cloneNode(true);
    copy.removeAttribute("id");
    place.replaceChildren(copy);
    dialog.showModal();
  });
  // Everything is shown on paper, folded or not.
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details").forEach(function (fold) { fold.open = true; });
  });
})();
