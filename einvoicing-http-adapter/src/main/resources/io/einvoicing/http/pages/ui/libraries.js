/** Names the versions of the libraries, as the fonts in design.css do; the build unpacks the same ones (pom.xml). */
export { html, nothing, render, svg } from '../webjars/lit-html/3.3.3/lit-html.js';

/** Loads the charts, which are larger than all the rest: pages show their figures first. */
export const loadCharts = () => import('../webjars/echarts/6.0.0/dist/echarts.esm.min.js');
