// Where the keyboard is, and that Ctrl+S saves wherever it is. The form is drawn anew after an edit: who was in a field stays in it.
addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  document.querySelector("button.save")?.click();
});
(() => {
  let key = null;
  addEventListener("focusin", (event) => { key = event.target.dataset?.key || null; });
  window.studioRefocus = () => {
    if (key === null || (document.activeElement && document.activeElement !== document.body)) return;
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
  // What was chosen is what is looked at next: from its beginning, also where the sides are stacked.
  window.studioShow = (pane, focused) => {
    const side = document.querySelector(pane);
    if (!side) return;
    side.scrollTop = 0;
    if (getComputedStyle(side).overflowY === "visible") side.closest(".side").scrollIntoView();
    document.querySelector(focused)?.focus({ preventScroll: true });
  };
})();
