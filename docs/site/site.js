// What the theme leaves out for who can't see or has no mouse.
document.addEventListener("DOMContentLoaded", () => {
  // What is wider than its page scrolls by itself: it must be reachable by keyboard, too.
  for (const one of document.querySelectorAll(".md-typeset__scrollwrap, p:has(> img[src$='.svg'])")) one.tabIndex = 0;
  // On a phone a row's cells stand below each other, each with its column's name.
  for (const table of document.querySelectorAll(".md-typeset table:not([class])")) {
    const heads = [...table.querySelectorAll("thead th")].map((one) => one.textContent.trim());
    for (const row of table.querySelectorAll("tbody tr"))
      [...row.cells].forEach((cell, at) => { cell.dataset.head = heads[at] || "·"; });
  }
  // The search listens to keys alone: what an input method, a voice or a mouse enters is told it, too.
  const box = document.querySelector(".md-search__input");
  if (box) box.addEventListener("input", () => box.dispatchEvent(new KeyboardEvent("keyup", {bubbles: true})));
  const search = document.querySelector(".md-search[role=dialog]");
  if (search) search.setAttribute("aria-label", box.placeholder);
});
