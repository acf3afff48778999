// Where the keyboard is, and that Ctrl+S saves wherever it is. The form is drawn anew after an edit: who was in a field stays in it,
// with what was typed there.
addEventListener("keydown", (event) => {
  if (event.key !== "s" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
  event.preventDefault();
  document.querySelector("button.save")?.click();
});
(() => {
  let key = null;
  let typed = null; // what a field holds that nobody was told yet
  let chosen = null;
  let held = null;
  let told = null; // what was told last: of a field that was on its way out, nobody heard it
  const isField = (one) => one?.matches?.("input[data-key]:not([type=checkbox])");
  addEventListener("focusin", (event) => {
    const next = event.target.dataset?.key || null;
    if (next !== key) typed = chosen = null;
    [key, held] = [next, event.target];
  });
  addEventListener("input", (event) => {
    const field = event.target;
    // Where the cursor is, too: `selectionchange` tells it later, maybe after the form was drawn anew.
    if (isField(field)) [typed, chosen] = [field.value, [field.selectionStart, field.selectionEnd]];
  });
  // Chromium tells a change of a field that is taken away as well, which nobody hears.
  addEventListener("change", (event) => {
    const field = event.target;
    if (isField(field)) setTimeout(() => {
      if (!field.isConnected) return;
      told = { field, value: field.value, at: Date.now() };
      if (field === held) typed = null;
    });
  });
  document.addEventListener("selectionchange", () => {
    const field = document.activeElement;
    if (isField(field)) chosen = [field.selectionStart, field.selectionEnd];
  });
  // A browser tells no change of a value that was put back, where nothing more is typed.
  const tellChange = (field) => {
    if (typed !== null && field.isConnected && field.putBack) field.dispatchEvent(new Event("change", { bubbles: true }));
  };
  addEventListener("keydown", (event) => { if (event.key === "Enter") tellChange(event.target); });
  addEventListener("focusout", (event) => {
    const left = event.target;
    setTimeout(() => { if (left.isConnected && document.activeElement === document.body) key = null; });
    tellChange(left);
  });
  window.studioRefocus = () => {
    if (key === null || !held || held.isConnected || (document.activeElement && document.activeElement !== document.body)) return;
    const [before, marked] = [typed, chosen];
    const again = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    again?.focus();
    if (!isField(again)) return;
    if (before !== null) {
      again.value = before;
      again.putBack = true;
      again.dispatchEvent(new Event("input", { bubbles: true }));
    }
    if (marked !== null) again.setSelectionRange(...marked);
  };
  const tellAgain = () => {
    if (told === null || told.field.isConnected) return;
    const { field, value, at } = told;
    told = null;
    const again = document.querySelector(`[data-key="${CSS.escape(field.dataset.key)}"]`);
    if (Date.now() - at > 2000 || !isField(again) || again.getAttribute("value") === value.trim()) return;
    again.value = value;
    again.dispatchEvent(new Event("change", { bubbles: true }));
  };
  // Before the next key is handled, which would go nowhere.
  new MutationObserver(() => { tellAgain(); window.studioRefocus(); }).observe(document, { childList: true, subtree: true });
  // What was chosen is what is looked at next: from its beginning, also where the sides are stacked.
  window.studioShow = (pane, focused) => {
    const side = document.querySelector(pane);
    if (!side) return;
    side.scrollTop = 0;
    if (getComputedStyle(side).overflowY === "visible") side.closest(".side").scrollIntoView();
    document.querySelector(focused)?.focus({ preventScroll: true });
  };
})();
