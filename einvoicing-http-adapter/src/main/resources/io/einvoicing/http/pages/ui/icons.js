import { svg } from './libraries.js';

/** Drawings on a grid of 20 × 20; decoration only, whatever they say is said in words too. */
const draw = (strokes) => svg`<svg class="icon" viewBox="0 0 20 20" aria-hidden="true" focusable="false">${strokes}</svg>`;

export const icons = {
  mark: () => draw(svg`<path d="M4 15v-4M8 15V5M12 15V8M16 15V3" />`),
  check: () => draw(svg`<path d="m4.5 10.5 3.5 3.5 7.5-8" />`),
  over: () => draw(svg`<path d="M10 3.5 18 16.5H2Z M10 8.5v3.5 M10 14.2v.1" />`),
  update: () => draw(svg`<path d="M15.8 8.2A6.2 6.2 0 1 0 16 12 M16.2 4v4.4h-4.4" />`),
  plus: () => draw(svg`<path d="M10 4v12M4 10h12" />`),
  up: () => draw(svg`<path d="M5.5 12 10 7.500l4.500 4.500" />`),
  down: () => draw(svg`<path d="m5.5 8 4.5 4.5L14.5 8" />`),
  save: () => draw(svg`<path d="M10 3v9M6.2 8.6 10 12.4l3.8-3.8M4 16.5h12" />`),
  print: () => draw(svg`<path d="M6 7V3h8v4M6 14H4a1 1 0 0 1-1-1V8.2A1.2 1.2 0 0 1 4.2 7h11.6A1.2 1.2 0 0 1 17 8.2V13a1 1 0 0 1-1 1h-2M6 12h8v5H6z" />`),
  close: () => draw(svg`<path d="m5 5 10 10M15 5 5 15" />`),
  remove: () => draw(svg`<path d="M4 5.500h12M8 5.500V3.500h4v2M5.500 5.500l.7 11h7.600l.7-11M8.500 8.500v5M11.500 8.500v5" />`),
  edit: () => draw(svg`<path d="m4 16 .8-3.400L13 4.400l2.600 2.600-8.200 8.200L4 16ZM11.500 6l2.600 2.600" />`),
  publish: () => draw(svg`<path d="M10 13V4M6.200 7.400 10 3.600l3.800 3.800M4 12.500v4h12v-4" />`),
  lock: () => draw(svg`<path d="M5.500 9h9v7.500h-9zM7.200 9V6.500a2.800 2.800 0 0 1 5.600 0V9" />`),
  clock: () => draw(svg`<circle cx="10" cy="10" r="6.500" /><path d="M10 6.500V10l2.400 1.600" />`),
  dot: () => draw(svg`<circle cx="10" cy="10" r="3" fill="currentcolor" />`),
  menu: () => draw(svg`<path d="M3.500 5.500h13M3.500 10h13M3.500 14.500h13" />`),
  sun: () => draw(svg`<circle cx="10" cy="10" r="3.2" /><path d="M10 2.5v1.6M10 15.9v1.6M2.5 10h1.6M15.9 10h1.6M4.7 4.7l1.1 1.1M14.2 14.2l1.1 1.1M4.7 15.3l1.1-1.1M14.2 5.8l1.1-1.1" />`),
  moon: () => draw(svg`<path d="M16 11.6A6.3 6.3 0 0 1 8.4 4a6.3 6.3 0 1 0 7.6 7.6Z" />`),
  person: () => draw(svg`<circle cx="10" cy="7" r="3" /><path d="M4 16.5c.8-3 3-4.5 6-4.5s5.200 1.500 6 4.500" />`),
  reverse: () => draw(svg`<path d="M7 4 3.500 7.500 7 11M4 7.500h8a4.200 4.200 0 0 1 0 8.500H8" />`),
  more: () => draw(svg`<path d="M4.500 10h.1M10 10h.1M15.500 10h.1" stroke-width="2.600" />`),
  bookmark: () => draw(svg`<path d="M4 5.500h12M4 10h12M4 14.500h8" />`),
  empty: () => draw(svg`<path d="M3.500 16.500v-3M8 16.500v-6M12.500 16.500v-4M17 16.500V7M2.500 3.500l15 0" stroke-dasharray="2.400 2" />`),
  play: () => draw(svg`<path d="M6.500 4.500v11l9-5.500-9-5.500Z" />`),
  question: () => draw(svg`<circle cx="10" cy="10" r="6.500" /><path d="M8 8.200a2 2 0 1 1 2.700 1.900c-.500.200-.7.500-.7 1.100M10 13.500v.1" />`),
  file: () => draw(svg`<path d="M5.500 3h6l3.500 3.500V17h-9.500zM11 3v4h4M8 10.500h4.500M8 13.500h4.500" />`),
  back: () => draw(svg`<path d="M12 5.500 7.500 10l4.500 4.500" />`),
  copy: () => draw(svg`<path d="M7.500 7.500h9v9h-9zM12.500 7.500v-4h-9v9h4" />`),
  load: () => draw(svg`<path d="M10 12.500v-9M6.200 7.100 10 3.300l3.800 3.800M4 16.500h12" />`),
  share: () => draw(svg`<circle cx="5.500" cy="10" r="2" /><circle cx="14.500" cy="5" r="2" /><circle cx="14.500" cy="15" r="2" /><path d="m7.300 9 5.400-3M7.300 11l5.400 3" />`),
  branch: () => draw(svg`<circle cx="6" cy="4.500" r="1.800" /><circle cx="6" cy="15.500" r="1.800" /><circle cx="14.500" cy="6.500" r="1.800" /><path d="M6 6.300v7.400M14.500 8.300c0 3-8.500 1.500-8.500 5" />`),
};
