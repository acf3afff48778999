// A table that is wider than its page scrolls by itself: it must be reachable by keyboard, too.
document.addEventListener("DOMContentLoaded", () => {
  for (const one of document.querySelectorAll(".md-typeset__scrollwrap")) one.tabIndex = 0;
});
