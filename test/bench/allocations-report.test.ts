import { expect, test } from 'vitest';
import { type AllocationFigures, allocationsReport } from '../../bench/allocations/report.ts';

function someFigures(slowestMs: number, problems: string[] = []): AllocationFigures {
  const timesMs = [...Array.from({ length: 150 }, () => 10), slowestMs, slowestMs];
  const same = { servers: 1_000, sessionsPerServer: 16, callers: 50, timesMs, wallMs: 1_000, problems: [] };
  const http = { ...same, storage: 'here', allocations: 152, kills: 0, retried: 0 };
  return {
    machine: 'a machine',
    loads: [0.5],
    timed: [{ ...same, storage: 'Azurite' }],
    http,
    killed: { ...http, allocations: 10_000, kills: 3, retried: 7, problems },
  };
}

test('the report of allocations says whether its goal is met', () => {
  expect(allocationsReport(someFigures(20))).toContain('| Azurite | 1,000 | 16 | 50 | 152 | 10 | 20 | 20 |');
  expect(allocationsReport(someFigures(20))).toContain('is met');
  expect(allocationsReport(someFigures(30))).toContain('**missed**');
});

test('the report of allocations names what is wrong with the places', () => {
  expect(allocationsReport(someFigures(20))).toContain('no place has two');
  const wrong = allocationsReport(someFigures(20, ['server a counts 1 of 2 places']));
  expect(wrong).toContain('**Wrong**: server a counts 1 of 2 places.');
  expect(wrong).not.toContain('no place has two');
});
