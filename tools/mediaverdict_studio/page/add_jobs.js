// Files that were chosen or dropped go to the studio as they are; it says what it can't read.
export default {
  template: `
    <label class="button add-jobs">{{ label }}
      <input type="file" multiple accept=".json,application/json" class="unseen" @change="take($event.target.files)">
    </label>
  `,
  props: { label: String },
  mounted() {
    this.over = (event) => { if (event.dataTransfer?.types.includes("Files")) event.preventDefault(); };
    this.drop = (event) => {
      if (!event.dataTransfer?.files.length) return;
      event.preventDefault();
      this.take(event.dataTransfer.files);
    };
    addEventListener("dragover", this.over);
    addEventListener("drop", this.drop);
  },
  beforeUnmount() {
    removeEventListener("dragover", this.over);
    removeEventListener("drop", this.drop);
  },
  methods: {
    async take(files) {
      let taken = 0;
      const errors = [];
      for (const file of files) {
        const answer = await fetch("/studio/jobs?name=" + encodeURIComponent(file.name), { method: "POST", body: file });
        const error = await answer.text();
        if (answer.ok && !error) taken += 1; else errors.push(error);
      }
      this.$emit("added", { taken, errors: errors.slice(0, 3).join("; ") });
    },
  },
};
