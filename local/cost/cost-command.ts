import { parseArgs } from 'node:util';
import { listPrices } from './cost-prices.ts';
import { readRunFacts } from './read-run-facts.ts';
import { type RunCost, runCost } from './run-cost.ts';

type Io = { out(line: string): void; error(line: string): void };

const usage = `Usage: npm run cost -- RUN_ID [--url http://127.0.0.1:7071] [--key KEY] [--json]
Estimates what a run has cost by list prices. docs/operations.md has the formula.`;

/** `npm run cost -- RUN_ID`; resolves with the exit code. */
export async function costCommand(
  args: readonly string[],
  environment: Readonly<Record<string, string | undefined>>,
  io: Io = { out: (line) => console.log(line), error: (line) => console.error(line) },
): Promise<number> {
  const asked = parsed(args);
  const [id] = asked?.positionals ?? [];
  if (!asked || id === undefined || asked.positionals.length > 1) {
    io.error(usage);
    return 2;
  }
  const { url, key, json } = asked.values;
  const prices = {
    ...listPrices,
    currency: environment.SLIPWAY_PRICE_CURRENCY ?? listPrices.currency,
    vcpuHour: Number(environment.SLIPWAY_PRICE_VCPU_HOUR ?? listPrices.vcpuHour),
    memoryGbHour: Number(environment.SLIPWAY_PRICE_GB_HOUR ?? listPrices.memoryGbHour),
  };
  try {
    const facts = await readRunFacts(url.replace(/\/+$/, ''), id, key ?? environment.SLIPWAY_KEY);
    const cost = runCost(facts, prices);
    io.out(json ? JSON.stringify(cost) : table(cost));
    return 0;
  } catch (error) {
    io.error(textOf(error, url));
    return 1;
  }
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        url: { type: 'string', default: 'http://127.0.0.1:7071' },
        key: { type: 'string' },
        json: { type: 'boolean', default: false },
      },
    });
  } catch {
    return undefined;
  }
}

function textOf(error: unknown, url: string): string {
  if (error instanceof TypeError) return `Nothing answers at ${url}. Is the app running, and is --url right?`;
  return error instanceof Error ? error.message : String(error);
}

function table({ lines, total, currency }: RunCost): string {
  const rows = lines.map(({ what, quantity, unit, amount }) =>
    [
      what.padEnd(22),
      String(Math.round(quantity * 10) / 10).padStart(9),
      unit.padEnd(11),
      amount.toFixed(7),
    ].join(' '),
  );
  return [...rows, `${'total'.padEnd(44)} ${total.toFixed(7)} ${currency}`].join('\n');
}
