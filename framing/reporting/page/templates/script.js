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
  // Tables are shown on paper, folded or not; the folds go back afterwards.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    document.querySelectorAll("details.fold:not([open])").forEach(function (fold) {
      fold.open = true; opened.push(fold);
    });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (fold) { fold.open = false; });
    opened = [];
  });
})();
