import * as format from '../ui/format.js';

/** Options of the two charts of months for ECharts; colours come in by their names in the design. */

const LEFT = 46;

/** Used volume as bars against the acquired volume as a line; below, the balance volume. */
export function exportChart(items, forecast) {
  const filtered = items.some(({ balance }) => !Number.isFinite(balance));
  const expected = (item) => (!filtered && forecast?.month === item.month ? Math.max(0, forecast.expected - item.used) : 0);
  return (colour, width) => {
    const common = frame(items, colour, width);
    const labelled = items.length <= 12 && width > 640;
    const tooltip = (item) => [
      ['Used volume', format.count(item.used)],
      ...(filtered
        ? []
        : [
            ['Acquired volume', format.count(item.acquired)],
            ['Balance volume', format.signed(item.balance)],
          ]),
      ...(expected(item) > 0 ? [['Forecast', `${format.count(forecast.low)} – ${format.count(forecast.high)}`]] : []),
    ];
    const upper = [
      bar('within', colour('used'), items.map((item) => (filtered ? item.used : Math.min(item.used, item.acquired))), {
        stack: 'used',
        rounded: (index) => filtered || items[index].used <= items[index].acquired,
      }),
    ];
    if (filtered) {
      return { ...common, ...shown(items, colour, tooltip), grid: common.grid.slice(0, 1), xAxis: common.xAxis.slice(0, 1), yAxis: common.yAxis.slice(0, 1), series: upper };
    }
    return {
      ...common,
      ...shown(items, colour, tooltip),
      series: [
        ...upper,
        bar('over', colour('danger-fill'), items.map((item) => Math.max(0, item.used - item.acquired)), {
          stack: 'used',
          rounded: () => true,
          striped: true,
          ground: colour('surface'),
        }),
        {
          ...bar('forecast', 'transparent', items.map((item) => expected(item) || '-'), { stack: 'used', rounded: () => true }),
          itemStyle: { color: 'transparent', borderColor: colour('used'), borderType: [3, 3], borderWidth: 1.5, borderRadius: [4, 4, 0, 0] },
        },
        {
          name: 'acquired',
          type: 'line',
          step: 'middle',
          symbol: items.length === 1 ? 'rect' : 'none',
          symbolSize: [60, 2],
          silent: true,
          z: 5,
          lineStyle: { color: colour('acquired'), width: 2 },
          itemStyle: { color: colour('acquired') },
          data: items.map(({ acquired }) => acquired),
        },
        {
          ...bar('balance', '', items.map(({ balance }) => balance), {}),
          xAxisIndex: 1,
          yAxisIndex: 1,
          data: items.map(({ balance }) => ({
            value: balance,
            itemStyle: {
              color: balance < 0 ? colour('danger-fill') : colour('good-fill'),
              borderRadius: balance < 0 ? [0, 0, 4, 4] : [4, 4, 0, 0],
              decal: balance < 0 ? stripes(colour('surface')) : undefined,
            },
            label: { position: balance < 0 ? 'bottom' : 'top', color: balance < 0 ? colour('danger') : colour('good') },
          })),
          label: { show: labelled, fontSize: 11.5, fontWeight: 500, formatter: ({ value }) => (Math.abs(value) >= 100_000 ? `${value < 0 ? '−' : '+'}${format.shortCount(Math.abs(value))}` : format.signed(value)) },
        },
      ],
    };
  };
}

/** Received documents as bars. */
export function importChart(items) {
  return (colour, width) => {
    const common = frame(items, colour, width);
    const grid = { ...common.grid[0], height: undefined, bottom: 44 };
    return {
      ...common,
      ...shown(items, colour, (item) => [['Received', format.count(item.received)]]),
      grid: [grid],
      xAxis: common.xAxis.slice(0, 1),
      yAxis: common.yAxis.slice(0, 1),
      series: [bar('received', colour('received'), items.map(({ received }) => received), { rounded: () => true })],
    };
  };
}

function frame(items, colour, width) {
  const labels = items.map(({ month }, index) => labelOf(month, index, items.length, width));
  const axis = (index, shown) => ({
    type: 'category',
    gridIndex: index,
    data: items.map(({ month }) => month),
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour('edge') }, onZero: true },
    axisLabel: { show: shown, interval: 0, color: colour('muted'), fontSize: 12, lineHeight: 16, margin: 10, formatter: (month, at) => labels[at] },
  });
  const values = (index, splits) => ({
    type: 'value',
    gridIndex: index,
    minInterval: 1,
    splitNumber: splits,
    splitLine: { lineStyle: { color: colour('line') } },
    axisLabel: { color: colour('muted'), fontSize: 12, formatter: (value) => format.shortCount(value).replace('-', '−') },
  });
  return {
    grid: [
      { left: LEFT, right: 8, top: 14, height: 196 },
      { left: LEFT, right: 8, top: 292, bottom: 22 },
    ],
    xAxis: [axis(0, true), axis(1, false)],
    yAxis: [values(0, 4), values(1, 2)],
    axisPointer: { link: [{ xAxisIndex: 'all' }] },
  };
}

function shown(items, colour, lines) {
  return {
    tooltip: {
      trigger: 'axis',
      renderMode: 'richText',
      confine: true,
      backgroundColor: colour('surface'),
      borderColor: colour('line'),
      padding: [10, 14],
      axisPointer: { type: 'shadow', shadowStyle: { color: colour('edge'), opacity: 0.12 } },
      textStyle: {
        color: colour('text'),
        fontSize: 13,
        rich: {
          title: { fontWeight: 600, lineHeight: 22, color: colour('text') },
          name: { width: 112, color: colour('muted'), lineHeight: 20 },
          value: { fontWeight: 500, color: colour('text'), lineHeight: 20 },
        },
      },
      formatter: ([{ dataIndex }]) =>
        [`{title|${format.month(items[dataIndex].month)}}`, ...lines(items[dataIndex]).map(([name, value]) => `{name|${name}}{value|${value}}`)].join('\n'),
    },
  };
}

function bar(name, color, values, { stack, rounded, striped = false, ground }) {
  return {
    name,
    type: 'bar',
    stack,
    cursor: 'pointer',
    barMaxWidth: 40,
    barCategoryGap: '32%',
    itemStyle: { color, decal: striped ? stripes(ground) : undefined },
    data: values.map((value, index) => (rounded?.(index) ? { value, itemStyle: { borderRadius: [4, 4, 0, 0] } } : value)),
  };
}

const stripes = (color) => ({ symbol: 'rect', color, dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 });

/** Returns the text below a bar: as many months as have room, the year where it begins. */
function labelOf(month, index, number, width) {
  const room = Math.max(1, Math.floor((width - LEFT) / 44));
  const step = [1, 2, 3, 6, 12, 24, 60].find((each) => number / each <= room) ?? 120;
  const [year, of] = month.split('-').map(Number);
  if ((year * 12 + of - 1) % step !== 0) {
    return '';
  }
  if (step >= 12) {
    return String(year);
  }
  return of === 1 || index < step ? `${format.shortMonth(month)}\n${year}` : format.shortMonth(month);
}
