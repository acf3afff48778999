// A job's ladder and durations, drawn by the report's own script (drawing.js), which sets names as text.
export default {
  template: `<div class="drawing"></div>`,
  props: { data: Object },
  watch: { data() { this.draw(); } },
  mounted() {
    this.width = 0;
    this.resized = new ResizeObserver(() => {
      if (Math.abs(this.$el.clientWidth - this.width) > 8) this.draw();
    });
    this.resized.observe(this.$el);
    this.draw();
  },
  beforeUnmount() {
    this.resized.disconnect();
  },
  methods: {
    draw() {
      this.width = this.$el.clientWidth;
      if (!this.width) return;
      this.$el.replaceChildren(...[ladder(this.data, this.width - 4), lengths(this.data)].filter(Boolean));
    },
  },
};
