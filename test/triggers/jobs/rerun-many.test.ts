import { describe, expect, test } from 'vitest';
import type { GraphNode } from '../../../contract/job-items.ts';
import { readItemsAt } from '../../../lib/jobs/items-pages.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

const spec = { containers: [{ name: 'main', image: 'demo/x:1' }] };

/** A run of many that has ended, as it was asked for by `body`. */
async function aRunOf(body: object) {
  const bench = new TriggerBench();
  const id = (await bench.call('POST', '/api/jobs', { body })).body.id as string;
  const record = bench.runs.records.get(id);
  if (record) record.runtimeStatus = 'Completed';
  const rerun = (more?: object) => bench.call('POST', `/api/runs/${id}/rerun`, more ? { body: more } : {});
  const items = async (of: string, count: number): Promise<GraphNode[]> => [
    ...(await readItemsAt(bench.documents, of, [...Array(count).keys()])).values(),
  ];
  return { bench, id, rerun, items };
}

describe('many jobs again', () => {
  test('run all items of an array with their own inputs', async () => {
    const array = Array.from({ length: 120 }, (_, n) => ({ n }));
    const { bench, id, rerun, items } = await aRunOf({
      spec,
      array,
      parallelism: 7,
      environment: { A: 'b' },
    });
    const answer = await rerun();
    expect(answer).toMatchObject({ status: 202, body: { kind: 'jobArray', parallelism: 7 } });
    const again = answer.body.id as string;
    expect(again).not.toBe(id);
    const [first, second] = bench.runs.started.map(({ name, input }) => ({ name, input }));
    expect(second).toEqual(first);
    expect(await items(again, 120)).toEqual(await items(id, 120));
  });

  test('run all nodes of a graph with their needs', async () => {
    const graph = { a: { spec, input: 1 }, b: { spec, needs: ['a'], input: { of: '{a.output}' } } };
    const { bench, id, rerun, items } = await aRunOf({ graph });
    const answer = await rerun();
    expect(answer).toMatchObject({ status: 202, body: { kind: 'jobGraph' } });
    const [first, second] = bench.runs.started.map(({ name, input }) => ({ name, input }));
    expect(second).toEqual(first);
    expect(await items(answer.body.id as string, 2)).toEqual(await items(id, 2));
  });

  test('take no other input, and need what they ran', async () => {
    const { bench, rerun } = await aRunOf({ spec, array: [1, 2] });
    const changed = await rerun({ input: 3, environment: {} });
    expect(changed.status).toBe(400);
    expect((changed.body.issues as Array<{ place: string }>).map(({ place }) => place)).toEqual([
      'input',
      'environment',
    ]);
    bench.documents.values.clear();
    expect(await rerun()).toMatchObject({ status: 410, body: { code: 'run-forgotten' } });
  });
});
