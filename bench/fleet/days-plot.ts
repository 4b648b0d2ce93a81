import { build2018, type DayResult, forecast } from './run-days.ts';

const width = 720;
const panelHeight = 150;
const margin = { left: 44, right: 12, top: 24, bottom: 20 };
const lines = [
  { policy: build2018, color: '#d97706' },
  { policy: forecast, color: '#0b62d6' },
];

/** An SVG of one day of each kind: players as an area, and the places that two policies pay for as lines. */
export function daysPlot(days: readonly DayResult[]): string {
  const height = panelHeight * days.length + 24;
  const legend = lines.map(
    ({ policy, color }, index) =>
      `<text x="${margin.left + 130 + index * 130}" y="15" fill="${color}">places, ${policy}</text>`,
  );
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="sans-serif" font-size="12">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<text x="${margin.left}" y="15" fill="#777">players (area)</text>`,
    ...legend,
    ...days.map((day, index) => `<g transform="translate(0 ${24 + index * panelHeight})">${panel(day)}</g>`),
    '</svg>',
    '',
  ].join('\n');
}

function panel({ kind, policies }: DayResult): string {
  const players = (policies[forecast]?.curve ?? []).map((point) => point.players);
  const drawn = lines.map(({ policy, color }) => ({
    color,
    places: (policies[policy]?.curve ?? []).map((point) => point.places),
  }));
  const most = Math.max(1, ...players, ...drawn.flatMap(({ places }) => places));
  const bottom = panelHeight - margin.bottom;
  const x = (minute: number): string =>
    (margin.left + (minute / (24 * 60)) * (width - margin.left - margin.right)).toFixed(1);
  const y = (value: number): string => (bottom - (value / most) * (bottom - margin.top)).toFixed(1);
  const points = (values: readonly number[]): string =>
    values.flatMap((value, minute) => (minute % 3 === 0 ? [`${x(minute)},${y(value)}`] : [])).join(' ');
  const hours = [0, 6, 12, 18, 24].map(
    (hour) =>
      `<text x="${x(hour * 60)}" y="${bottom + 14}" text-anchor="${hour === 24 ? 'end' : 'middle'}" fill="#777">${hour}:00</text>`,
  );
  return [
    `<text x="${margin.left}" y="${margin.top - 6}" font-weight="bold">${kind}</text>`,
    `<text x="${margin.left - 6}" y="${margin.top + 4}" text-anchor="end" fill="#777">${most}</text>`,
    `<polygon points="${x(0)},${bottom} ${points(players)} ${x(24 * 60)},${bottom}" fill="#ddd"/>`,
    ...drawn.map(
      ({ places, color }) =>
        `<polyline points="${points(places)}" fill="none" stroke="${color}" stroke-width="1.5"/>`,
    ),
    `<path d="M${margin.left} ${margin.top}V${bottom}H${width - margin.right}" fill="none" stroke="#888"/>`,
    ...hours,
  ].join('');
}
