// What NiceGUI's editor leaves out: completion of our own, where the cursor is, and going to a line.
import * as CM from "nicegui-codemirror";

const inCodePoints = (text) => [...text].length; // Python counts characters, the editor UTF-16 units

export default {
  template: "<span hidden></span>",
  props: { editor: Number, label: String },
  async mounted() {
    await this.$nextTick();
    const inner = getElement(this.editor);
    this.view = inner.editor || (await inner.editorPromise);
    this.waiting = new Map();
    const source = (context) => this.ask(context);
    this.view.dispatch({
      effects: CM.StateEffect.appendConfig.of([
        CM.EditorState.languageData.of(() => [{ autocomplete: source }]),
        CM.EditorView.contentAttributes.of({ "aria-label": this.label }),
        CM.EditorView.updateListener.of((update) => {
          if (update.selectionSet) this.$emit("cursor", { line: update.state.doc.lineAt(update.state.selection.main.head).number });
        }),
      ]),
    });
    this.dark(this.$q.dark.isActive);
  },
  watch: {
    "$q.dark.isActive"(active) {
      this.dark(active);
    },
  },
  methods: {
    dark(active) {
      getElement(this.editor).setTheme(active ? "githubDark" : "githubLight");
    },
    ask(context) {
      const word = context.matchBefore(/[^\s{}\[\],:"']*/);
      if (!context.explicit && (!word || word.from === word.to)) return null;
      const text = context.state.doc.sliceString(0, context.pos), id = String(Math.random());
      return new Promise((resolve) => {
        this.waiting.set(id, (answer) => {
          const from = [...text].slice(0, answer.from).join("").length;
          resolve(answer.options.length ? { from, options: answer.options, validFor: /^[\w.\-]*$/ } : null);
        });
        context.addEventListener("abort", () => { this.waiting.delete(id); resolve(null); });
        this.$emit("ask", { id, at: inCodePoints(text) });
      });
    },
    answer(id, answer) {
      this.waiting.get(id)?.(answer);
      this.waiting.delete(id);
    },
    goTo(line) {
      const found = this.view.state.doc.line(Math.max(1, Math.min(line, this.view.state.doc.lines)));
      this.view.dispatch({ selection: { anchor: found.from + found.text.search(/\S|$/) }, effects: CM.EditorView.scrollIntoView(found.from, { y: "center" }) });
      this.view.focus();
    },
  },
};
