import { deliberate } from './deliberate.ts';
import type { Scenario } from './scenario.ts';

/** docs/conformance.md: what is compared, and what is different on purpose. */
export async function tableOf(scenarios: readonly Scenario[]): Promise<string> {
  const areas = [...new Set(scenarios.map((one) => one.area))];
  const lines = [
    '# Conformance',
    '',
    `${scenarios.length} scenarios were recorded on the real thing and are played on the local host at every \`npm test\`: those named`,
    '`host…` on a real Functions host, all others on the real Durable Functions extension. An answer that differs fails the test',
    'unless it is listed here as meant. Written by `npm run conformance -- --table`.',
    '',
    '## Different on purpose',
    '',
    '| scenarios | why |',
    '|---|---|',
    ...deliberate.map((one) => `| ${one.scenarios.map((name) => `\`${name}\``).join(', ')} | ${one.why} |`),
  ];
  for (const area of areas) {
    lines.push('', `## ${headline(area)}`, '', '| scenario | what it shows | |', '|---|---|---|');
    for (const one of scenarios.filter((scenario) => scenario.area === area)) {
      const isMeant = deliberate.some((entry) => entry.scenarios.includes(one.name));
      lines.push(`| \`${one.name}\` | ${one.title} | ${isMeant ? 'different' : 'equal'} |`);
    }
  }
  return `${lines.join('\n')}\n`;
}

function headline(area: string): string {
  const words = area.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return `${words[0]?.toUpperCase()}${words.slice(1)}`;
}
