(function () {
  "use strict";
  var table = document.getElementById("reports");
  if (!table) { return; }
  var heads = Array.prototype.slice.call(table.tHead.rows[0].cells);
  var body = table.tBodies[0];
  function key(row, k, numeric) {
    var text = row.cells[k].textContent.trim();
    return numeric ? Number(text) : text.toLowerCase();
  }
  function sort(k) {
    var head = heads[k];
    var down = head.getAttribute("aria-sort") === "ascending";
    var numeric = head.classList.contains("num");
    var rows = Array.prototype.slice.call(body.rows);
    rows.sort(function (a, b) {
      var x = key(a, k, numeric), y = key(b, k, numeric);
      var order = numeric ? x - y : x.localeCompare(y);
      return down ? -order : order;
    });
    rows.forEach(function (row) { body.appendChild(row); });
    heads.forEach(function (other) { other.removeAttribute("aria-sort"); });
    head.setAttribute("aria-sort", down ? "descending" : "ascending");
  }
  heads.forEach(function (head, k) {
    var button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    head.replaceChildren(button);
    button.addEventListener("click", function () { sort(k); });
  });
})();
