// What NiceGUI's editor leaves out: marks that leave what is typed alone, what fits at the cursor, what a word means,
// where the cursor is, going to a line.
// What there is to say is asked of Python; it comes back as text and is set as text.
import * as CM from "nicegui-codemirror";

const points = (text) => [...text].length; // Python counts characters, the editor UTF-16 units
const units = (text, count) => [...text].slice(0, count).join("").length;

const setMarks = CM.StateEffect.define();
const marks = CM.StateField.define({
  create: () => CM.Decoration.none,
  update(drawn, change) {
    for (const effect of change.effects) if (effect.is(setMarks)) return effect.value;
    return drawn.map(change.changes);
  },
  provide: (field) => CM.EditorView.decorations.from(field),
});

export default {
  template: "<span hidden></span>",
  props: { editor: Number, label: String },
  created() {
    this.ready = new Promise((resolve) => { this.isReady = resolve; });
  },
  async mounted() {
    await this.$nextTick();
    const inner = getElement(this.editor);
    this.view = inner.editor || (await inner.editorPromise);
    this.waiting = new Map();
    this.asked = 0;
    const fitting = (context) => this.fitting(context);
    this.view.dispatch({
      effects: CM.StateEffect.appendConfig.of([
        marks,
        CM.EditorState.languageData.of(() => [{ autocomplete: fitting }]),
        CM.hoverTooltip((view, at) => this.meaning(view, at)),
        CM.EditorView.contentAttributes.of({ "aria-label": this.label }),
        CM.EditorView.updateListener.of((update) => {
          if (!update.selectionSet && !update.docChanged) return;
          const line = update.state.doc.lineAt(update.state.selection.main.head).number;
          if (line !== this.line) this.$emit("cursor", { line: (this.line = line) });
        }),
      ]),
    });
    this.dark(this.$q.dark.isActive);
    this.isReady();
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
    ask(what, line, at) {
      const id = String(++this.asked);
      return new Promise((resolve) => {
        this.waiting.set(id, resolve);
        this.$emit("ask", { id, what, line: line.number, column: points(line.text.slice(0, at - line.from)) + 1 });
      });
    },
    answer(id, answer) {
      this.waiting.get(id)?.(answer);
      this.waiting.delete(id);
    },
    async fitting(context) {
      const word = context.matchBefore(/[^\s{}[\],:"']+/);
      const opened = context.matchBefore(/[:{[,]\s?/);
      if (!context.explicit && !word && !opened) return null;
      const line = context.state.doc.lineAt(context.pos);
      const found = await this.ask("fitting", line, context.pos);
      if (context.aborted || !found.options.length) return null;
      const from = line.from + units(line.text, found.start - 1);
      const to = Math.max(context.pos, line.from + units(line.text, found.end - 1));
      return { from, to, options: found.options, filter: false };
    },
    async meaning(view, at) {
      const line = view.state.doc.lineAt(at);
      const found = await this.ask("hover", line, at);
      if (!found) return null;
      const create = () => {
        const dom = el("div", { class: "meaning" }, ...found.said.map((one) => el("p", { class: one.level }, one.text)));
        return { dom };
      };
      const place = (column) => Math.min(line.from + units(line.text, column - 1), view.state.doc.length);
      return { pos: place(found.start), end: place(found.end), above: true, create };
    },
    async draw(specs, length) {
      await this.ready;
      const doc = this.view.state.doc;
      if (points(doc.toString()) !== length) return;
      const ranges = specs.map((one) => {
        const line = doc.line(one.line);
        if (one.from === undefined) return CM.Decoration.line({ class: one.class }).range(line.from);
        const place = (column) => line.from + units(line.text, column);
        return CM.Decoration.mark({ class: one.class }).range(place(one.from), place(one.to));
      });
      this.view.dispatch({ effects: setMarks.of(CM.Decoration.set(ranges, true)) });
    },
    async goTo(number) {
      await this.ready;
      const line = this.view.state.doc.line(Math.max(1, Math.min(number, this.view.state.doc.lines)));
      const anchor = line.from + Math.max(0, line.text.search(/\S/));
      this.view.dispatch({ selection: { anchor }, effects: CM.EditorView.scrollIntoView(anchor, { y: "center" }) });
      this.view.focus();
    },
  },
};
