// Names what has none in pages of Django's admin: the boxes of select2, and the heads of columns
// that are empty. Select2 takes no name from the label of what it replaces.

const MAIN = "#content-start";

/** What a box is called by its label, or by its own words. */
function nameOf(select) {
  return select.getAttribute("aria-label") ?? select.labels[0]?.textContent.replace(":", "").trim();
}

/** The box says its name and what is chosen; the place of what is chosen says the name alone. */
function nameBox(box) {
  const select = box.previousElementSibling;
  const name = select?.matches("select") && nameOf(select);
  const shown = box.querySelector(".select2-selection");
  if (!name || !shown) return;
  shown.setAttribute("aria-label", name);
  shown.id ||= `${select.id}-box`;
  const chosen = box.querySelector(".select2-selection__rendered[id]");
  if (!chosen) return;
  shown.setAttribute("aria-labelledby", `${shown.id} ${chosen.id}`);
  chosen.setAttribute("aria-labelledby", shown.id);
}

/** Where names are looked for: in the box of many, or in the list that has opened. */
function nameSearch(field) {
  const many = field.closest(".select2-selection");
  field.setAttribute("aria-label", many?.getAttribute("aria-label") ?? "Search");
}

function nameHead(head) {
  const words = document.createElement("span");
  words.className = "visually-hidden";
  words.textContent = head.matches(".original") ? "Row" : "Actions";
  head.append(words);
}

function nameAll() {
  for (const open of document.querySelectorAll(".select2-selection[aria-owns]")) {
    open.setAttribute("aria-controls", open.getAttribute("aria-owns"));
  }
  document.querySelectorAll("select + .select2-container").forEach(nameBox);
  document.querySelectorAll(".select2-search__field:not([aria-label])").forEach(nameSearch);
}

// Before select2 starts, which is when the page is whole: its lists open within the main part.
for (const select of document.querySelectorAll(`${MAIN} .admin-autocomplete`)) {
  select.dataset.dropdownParent = MAIN;
}
document.querySelectorAll("thead th:empty").forEach(nameHead);
// Its label is a picture, which is no label where words describe the box besides.
document.getElementById("searchbar")?.setAttribute("aria-label", "Search");
// Boxes come with rows that are added, and lists as they open.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
