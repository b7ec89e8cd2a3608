import * as format from '../ui/format.js';

/** Options of the dashboard's charts for ECharts; colours come in by their names in the design. */

const LEFT = 46;

/** Used volume as bars against the acquired volume as a line; below, the balance volume. */
export function exportChart(items, forecast) {
  const filtered = items.some(({ balance }) => !Number.isFinite(balance));
  const expected = (item) => (!filtered && forecast?.month === item.month ? Math.max(0, forecast.expected - item.used) : 0);
  return (colour, width) => {
    const common = frame(items.map(({ month }) => month), monthLabels(items, width), colour);
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
      return { ...upperHalf(common), ...shown(items.map(titleOf), colour, (index) => tooltip(items[index])), series: upper };
    }
    return {
      ...common,
      ...shown(items.map(titleOf), colour, (index) => tooltip(items[index])),
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
        acquiredLine(items.map(({ acquired }) => acquired), colour),
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
    const common = frame(items.map(({ month }) => month), monthLabels(items, width), colour);
    return {
      ...upperHalf(common),
      ...shown(items.map(titleOf), colour, (index) => [['Received', format.count(items[index].received)]]),
      series: [bar('received', colour('received'), items.map(({ received }) => received), { rounded: () => true })],
    };
  };
}

/** One month day by day: the used volume so far against the acquired volume; below, each day by itself. */
export function dayChart(days, today, acquired) {
  let used = 0;
  const items = days.map(({ day, quantity }) => ({ day, quantity, soFar: day > today ? '-' : (used += quantity) }));
  return (colour, width) => {
    const labels = dayLabels(items, width);
    const common = frame(items.map(({ day }) => day), labels, colour);
    const daily = bar('day', colour('used'), items.map(({ quantity }) => quantity), { rounded: () => true });
    const titles = items.map(({ day }) => format.day(day));
    if (acquired === undefined) {
      return { ...upperHalf(common), ...shown(titles, colour, (index) => [['Used volume', format.count(items[index].quantity)]]), series: [daily] };
    }
    const within = items.map(({ soFar }) => (soFar === '-' ? '-' : Math.min(soFar, acquired)));
    const over = items.map(({ soFar }) => (soFar === '-' ? '-' : Math.max(0, soFar - acquired)));
    return {
      ...common,
      ...shown(titles, colour, (index) => [
        ['Used on this day', format.count(items[index].quantity)],
        ...(items[index].soFar === '-' ? [] : [['Used so far', format.count(items[index].soFar)]]),
        ['Acquired volume', format.count(acquired)],
      ]),
      series: [
        bar('within', colour('used'), within, { stack: 'used', rounded: (index) => !(over[index] > 0) }),
        bar('over', colour('danger-fill'), over, { stack: 'used', rounded: () => true, striped: true, ground: colour('surface') }),
        acquiredLine(items.map(() => acquired), colour),
        { ...daily, xAxisIndex: 1, yAxisIndex: 1 },
      ],
    };
  };
}

const titleOf = ({ month }) => format.month(month);

function acquiredLine(values, colour) {
  return {
    name: 'acquired',
    type: 'line',
    step: 'middle',
    symbol: 'none',
    silent: true,
    z: 5,
    lineStyle: { color: colour('acquired'), width: 2 },
    itemStyle: { color: colour('acquired') },
    data: values,
  };
}

/** Two charts, one above the other, over the same categories. */
function frame(categories, labels, colour) {
  const axis = (index, shown) => ({
    type: 'category',
    gridIndex: index,
    data: categories,
    axisTick: { show: false },
    axisLine: { lineStyle: { color: colour('edge') }, onZero: true },
    axisLabel: { show: shown, interval: 0, color: colour('muted'), fontSize: 12, lineHeight: 16, margin: 10, formatter: (_, at) => labels[at] },
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

function upperHalf({ grid, xAxis, yAxis }) {
  return { grid: [{ ...grid[0], height: undefined, bottom: 44 }], xAxis: [xAxis[0]], yAxis: [yAxis[0]] };
}

function shown(titles, colour, lines) {
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
        [`{title|${titles[dataIndex]}}`, ...lines(dataIndex).map(([name, value]) => `{name|${name}}{value|${value}}`)].join('\n'),
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

/** Returns the texts below bars of months: as many as have room, the year where it begins. */
function monthLabels(items, width) {
  const step = stepOf(items.length, width, 44, [1, 2, 3, 6, 12, 24, 60, 120]);
  return items.map(({ month }, index) => {
    const [year, of] = month.split('-').map(Number);
    if ((year * 12 + of - 1) % step !== 0) {
      return '';
    }
    if (step >= 12) {
      return String(year);
    }
    return of === 1 || index < step ? `${format.shortMonth(month)}\n${year}` : format.shortMonth(month);
  });
}

function dayLabels(items, width) {
  const step = stepOf(items.length, width, 24, [1, 2, 5, 10]);
  return items.map(({ day }, index) => (step === 1 || (index + 1) % step === 0 || index === 0 ? String(index + 1) : ''));
}

function stepOf(number, width, widthOfOne, steps) {
  const room = Math.max(1, Math.floor((width - LEFT) / widthOfOne));
  return steps.find((each) => number / each <= room) ?? steps.at(-1);
}
