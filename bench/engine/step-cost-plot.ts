const width = 640;
const height = 280;
const margin = 44;
const buckets = 40;

/** An SVG of the time of one step over the length of the history, from the time stamps of the steps. */
export function stepCostPlot(stampsMs: readonly number[], eventsPerStep: number): string {
  const size = Math.max(1, Math.floor(stampsMs.length / buckets));
  const points: [events: number, stepMs: number][] = [];
  for (let end = size; end < stampsMs.length; end += size)
    points.push([end * eventsPerStep, ((stampsMs[end] ?? 0) - (stampsMs[end - size] ?? 0)) / size]);
  const maxX = Math.max(1, ...points.map(([x]) => x));
  const maxY = Math.max(1, ...points.map(([, y]) => y)) * 1.1;
  const x = (value: number): string => (margin + (value / maxX) * (width - 2 * margin)).toFixed(1);
  const y = (value: number): string => (height - margin - (value / maxY) * (height - 2 * margin)).toFixed(1);
  const line = points.map((point) => `${x(point[0])},${y(point[1])}`).join(' ');
  const text = (at: number, up: number, anchor: 'start' | 'end', words: string): string =>
    `<text x="${at}" y="${up}" text-anchor="${anchor}" font-family="sans-serif" font-size="12">${words}</text>`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect width="${width}" height="${height}" fill="white"/>`,
    `<path d="M${margin} ${margin}V${height - margin}H${width - margin}" fill="none" stroke="#888"/>`,
    `<polyline points="${line}" fill="none" stroke="#0b62d6" stroke-width="2"/>`,
    text(margin, margin - 12, 'start', `ms a step, up to ${maxY.toFixed(1)}`),
    text(width - margin, height - margin + 24, 'end', `events in the history, up to ${maxX}`),
    '</svg>',
    '',
  ].join('\n');
}
