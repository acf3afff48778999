// The form is drawn anew after an edit: who was in a field stays in it.
(() => {
  let key = null;
  addEventListener("focusin", (event) => { key = event.target.dataset?.key || null; });
  window.studioRefocus = () => {
    if (key === null || (document.activeElement && document.activeElement !== document.body)) return;
    document.querySelector(`[data-key="${CSS.escape(key)}"]`)?.focus();
  };
})();
