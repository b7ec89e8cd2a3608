import { loadCharts } from './libraries.js';

let charts;

/**
 * A chart: draws as SVG, follows its width, the theme and the paper. It is a picture of figures that stand in a table beside it, so
 * screen readers get its description only.
 */
class FigureChart extends HTMLElement {
  #chart;
  #options;
  #chosen = () => {};

  connectedCallback() {
    this.setAttribute('role', 'img');
    const draw = () => this.#draw();
    this.observer = new ResizeObserver(draw);
    this.observer.observe(this);
    document.addEventListener('theme-changed', draw);
    this.paper = matchMedia('print');
    this.paper.addEventListener('change', draw);
    this.leave = () => {
      this.observer.disconnect();
      document.removeEventListener('theme-changed', draw);
      this.paper.removeEventListener('change', draw);
    };
  }

  disconnectedCallback() {
    this.leave();
    if (this.#chart) {
      // The library clears its elements with empty texts when it ends, which the page's policy for trusted types refuses.
      for (const element of [this, this.#chart.getZr().painter.getSvgDom()]) {
        Object.defineProperty(element, 'innerHTML', { set: () => element.replaceChildren(), configurable: true });
      }
      this.#chart.dispose();
      this.#chart = undefined;
    }
  }

  /**
   * Shows a chart.
   * @param description what a person sees in it, in a sentence
   * @param options gives ECharts' options for colours and a width
   * @param chosen is told the index of the category on which a person clicks
   */
  show(description, options, chosen) {
    this.setAttribute('aria-label', description);
    this.#options = options;
    this.#chosen = chosen;
    this.#draw();
  }

  /** Draws at once if it can: paper does not wait. */
  #draw() {
    if (!charts) {
      loadCharts().then((library) => {
        charts = library;
        this.#draw();
      });
      return;
    }
    if (!this.#options || !this.isConnected || this.clientWidth === 0) {
      return;
    }
    if (!this.#chart) {
      this.#chart = charts.init(this, null, { renderer: 'svg' });
      this.#chart.getZr().on('click', (event) => {
        const [category] = this.#chart.convertFromPixel({ gridIndex: 0 }, [event.offsetX, event.offsetY]) ?? [];
        if (Number.isInteger(category) && category >= 0) {
          this.#chosen(category);
        }
      });
    }
    const { fontFamily } = getComputedStyle(this);
    const colour = coloursOf(this);
    this.#chart.resize();
    this.#chart.setOption(
      {
        animation: !this.paper.matches && !matchMedia('(prefers-reduced-motion: reduce)').matches,
        animationDuration: 350,
        textStyle: { fontFamily, color: colour('muted') },
        ...this.#options(colour, this.clientWidth),
      },
      { notMerge: true },
    );
    // Paper has another width: there the picture is scaled.
    this.querySelector('svg').setAttribute('viewBox', `0 0 ${this.clientWidth} ${this.clientHeight}`);
    this.dataset.drawn = 'true';
  }
}

/** Returns a function that resolves a name of the design's colours in the theme that an element has now. */
function coloursOf(element) {
  return (name) => {
    const probe = element.appendChild(document.createElement('i'));
    probe.style.color = `var(--${name})`;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  };
}

customElements.define('figure-chart', FigureChart);
