/**
 * Histories of our own runs, kept from the day on which they ran. A change of an orchestrator that one of them does not
 * survive would kill the runs that are under way at its deploy. `RECORD_HISTORIES=1 npx vitest run test/replay` records
 * those that are missing; one that is there is never written again.
 */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { registerOrchestrators } from '../../lib/durable/register.ts';
import { type HistoryRow, replayHistory, type SavedStatus } from '../../local/testing/index.ts';
import { replayCommand } from '../../local/testing/replay/replay-command.ts';
import { orchestrators } from '../../orchestrators/index.ts';
import { scenarios } from './scenarios.ts';

const folder = join('test', 'replay', 'histories');
const register = () => registerOrchestrators(orchestrators);
const files = readdirSync(folder).filter((name) => name.endsWith('.json'));

test.runIf(process.env.RECORD_HISTORIES)('records what is missing', async () => {
  for (const [name, run] of Object.entries(scenarios)) {
    const file = join(folder, `${name}.json`);
    if (!existsSync(file)) writeFileSync(file, `${JSON.stringify(await run(), undefined, 2)}\n`);
  }
});

test('keeps a history of every scenario', () => {
  for (const name of Object.keys(scenarios)) expect(files).toContain(`${name}.json`);
});

test.each(files)('%s replays on today’s code', async (name) => {
  const { history } = await replayHistory({ orchestrator: { register }, file: join(folder, name) });
  expect(history.length).toBeGreaterThan(3);
});

test.each(Object.entries(scenarios))('%s replays as it runs today', async (_name, run) => {
  await replayHistory({ orchestrator: { register }, history: await run() });
});

describe('a history that today’s code does not survive', () => {
  const status = (): SavedStatus =>
    JSON.parse(readFileSync(join(folder, 'run-container-found-by-poll.json'), 'utf8')) as SavedStatus;

  test('is refused with what it holds and what the code asks for', async () => {
    const saved = status();
    saved.historyEvents = saved.historyEvents.map((row: HistoryRow) =>
      row.FunctionName === 'createContainerGroup' ? { ...row, FunctionName: 'createGroup' } : row,
    );
    await expect(replayHistory({ orchestrator: { register }, history: saved })).rejects.toMatchObject({
      trap: 'nonDeterministic',
      message: expect.stringMatching(
        /TaskCompleted 'createGroup' at .*, and the code asks for activity 'createContainerGroup'/,
      ),
    });
  });

  test('is named by the command, which then exits with 1', async () => {
    const lines: string[] = [];
    const io = { out: (line: string) => lines.push(line), error: (line: string) => lines.push(line) };
    const good = join(folder, 'publish-site.json');
    expect(await replayCommand([good], register, io)).toBe(0);
    expect(await replayCommand([good, 'package.json', 'missing.json'], register, io)).toBe(1);
    expect(await replayCommand([], register, io)).toBe(2);
    expect(lines).toEqual([
      expect.stringContaining("'publishSite' (publishSite) replays on today's code."),
      expect.stringContaining("replays on today's code."),
      expect.stringContaining('package.json: could not be replayed. This is no history'),
      expect.stringContaining('missing.json: could not be replayed. ENOENT'),
      expect.stringContaining('Usage: npm run replay -- FILE'),
    ]);
  });
});
