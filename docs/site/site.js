// What the theme leaves out for who can't see or has no mouse.
document.addEventListener("DOMContentLoaded", () => {
  // A table that is wider than its page scrolls by itself: it must be reachable by keyboard, too.
  for (const one of document.querySelectorAll(".md-typeset__scrollwrap")) one.tabIndex = 0;
  const search = document.querySelector(".md-search[role=dialog]");
  if (search) search.setAttribute("aria-label", document.querySelector(".md-search__input").placeholder);
});
