import { describe, expect, test } from 'vitest';
import { aWrittenFleet } from '../../support/a-fleet.ts';
import { aServer } from '../../support/a-server.ts';
import { TriggerBench } from '../../support/trigger-bench.ts';

/** A bench with a fleet `arena` that came by the API. */
async function aBench(written: unknown = aWrittenFleet()): Promise<TriggerBench> {
  const bench = new TriggerBench();
  await bench.storedFleets.write('arena', written, undefined);
  return bench;
}

const definitionOf = (bench: TriggerBench, headers = {}) =>
  bench.call('GET', '/api/fleets/arena/definition', { headers });
const etagOf = async (bench: TriggerBench): Promise<string> =>
  (await definitionOf(bench)).headers.get('etag') ?? '';
const put = (bench: TriggerBench, body: string | object, headers: Record<string, string> = {}) =>
  bench.call('PUT', '/api/fleets/arena', { body, headers });
const storedMax = async (bench: TriggerBench) =>
  ((await bench.storedFleets.read('arena'))?.definition as { max?: number } | undefined)?.max;

describe('the definition of a fleet', () => {
  test('is what was written, in lines, and nothing more', async () => {
    const bench = new TriggerBench();
    const { spec, ...bounds } = aWrittenFleet();
    const written = { max: 3, ...bounds, spec };
    const { headers } = await put(bench, written);
    const answer = await definitionOf(bench);
    expect(answer).toMatchObject({ status: 200, text: `${JSON.stringify(written, undefined, 2)}\n` });
    expect(Object.fromEntries(answer.headers)).toMatchObject({
      'content-type': 'application/json',
      'x-slipway-source': 'api',
      etag: headers.get('etag'),
    });
  });

  test('that is put again changes nothing', async () => {
    const bench = await aBench();
    const { text, headers } = await definitionOf(bench);
    const { body: before } = await bench.call('GET', '/api/fleets/arena');
    const etag = headers.get('etag') ?? '';
    const answer = await put(bench, text, { 'If-Match': etag });
    expect(answer).toMatchObject({ status: 200, body: { version: before.version, spec: before.spec } });
    expect(answer.headers.get('etag')).toBe(etag);
    expect((await definitionOf(bench)).text).toBe(text);
  });

  test('that the caller has already is not sent again', async () => {
    const bench = await aBench();
    const etag = await etagOf(bench);
    const answer = await definitionOf(bench, { 'If-None-Match': etag });
    expect(answer).toMatchObject({ status: 304, text: '' });
    expect(answer.headers.get('etag')).toBe(etag);
    await put(bench, aWrittenFleet({ max: 4 }));
    expect(await definitionOf(bench, { 'If-None-Match': etag })).toMatchObject({ body: { max: 4 } });
  });

  test('is that of the catalog where it has one, with its defaults left out', async () => {
    const bench = await aBench();
    bench.catalogText = JSON.stringify({ fleets: { arena: aWrittenFleet({ max: 7 }) } });
    const answer = await definitionOf(bench);
    expect(answer.headers.get('x-slipway-source')).toBe('catalog');
    expect(answer.body).toEqual(aWrittenFleet({ max: 7 }));
    // Whether a condition holds makes no difference to what is refused anyway.
    for (const match of [await etagOf(bench), '"another"'])
      expect(await put(bench, answer.text, { 'If-Match': match })).toMatchObject({
        status: 409,
        body: { code: 'fleet-in-catalog' },
      });
  });

  test('that is not valid any more is shown all the same, so that it can be mended', async () => {
    const bench = await aBench({ size: 1 });
    expect((await definitionOf(bench)).body).toEqual({ size: 1 });
    const { body } = await bench.call('GET', '/api/fleets/arena');
    expect(body.message).toContain('/api/fleets/arena/definition');
    const mended = await put(bench, aWrittenFleet(), { 'If-Match': await etagOf(bench) });
    expect(mended).toMatchObject({ status: 200, body: { state: 'active' } });
  });

  test('is linked from the fleet', async () => {
    const { body } = await (await aBench()).call('GET', '/api/fleets/arena');
    expect(body.links).toMatchObject({ definition: 'https://slipway.test/api/fleets/arena/definition' });
  });

  test('of a fleet that there is not, or that has only servers left, is told as such', async () => {
    const bench = new TriggerBench();
    const refused = { status: 404, body: { code: 'fleet-unknown' } };
    expect(await definitionOf(bench)).toMatchObject(refused);
    bench.fleetServers.put(aServer(1, { allocated: 1, state: 'allocated' }));
    const answer = await definitionOf(bench);
    expect(answer).toMatchObject(refused);
    expect(answer.body.detail).toContain('only its servers are left');
  });
});

describe('a change of a definition', () => {
  test('that somebody else has changed meanwhile is refused, and theirs stays', async () => {
    const bench = await aBench();
    const etag = await etagOf(bench);
    const first = await put(bench, aWrittenFleet({ max: 8 }), { 'If-Match': etag });
    expect(first.status).toBe(200);
    const second = await put(bench, aWrittenFleet({ max: 9 }), { 'If-Match': etag });
    expect(second).toMatchObject({ status: 412, body: { code: 'precondition-failed' } });
    expect(second.body.detail).toContain('Get it again');
    expect(await storedMax(bench)).toBe(8);
    const again = await put(bench, aWrittenFleet({ max: 9 }), {
      'If-Match': first.headers.get('etag') ?? '',
    });
    expect(again).toMatchObject({ status: 200, body: { spec: { max: 9 } } });
  });

  test('is refused, too, when somebody is faster between the look and the write', async () => {
    const bench = await aBench();
    const etag = await etagOf(bench);
    const { write } = bench.storedFleets;
    bench.storedFleets.write = async (fleet, definition, seen) => {
      bench.storedFleets.write = write;
      await bench.storedFleets.write(fleet, aWrittenFleet({ max: 8 }), seen);
      return bench.storedFleets.write(fleet, definition, seen);
    };
    const answer = await put(bench, aWrittenFleet({ max: 9 }), { 'If-Match': etag });
    expect(answer).toMatchObject({ status: 412 });
    expect(await storedMax(bench)).toBe(8);
    expect(bench.runs.started).toEqual([]);
  });

  test('whose write is sent again, because its answer was lost, is no change by somebody else', async () => {
    const bench = new TriggerBench();
    const { write } = bench.storedFleets;
    bench.storedFleets.write = async (...change) => {
      bench.storedFleets.write = write;
      await bench.storedFleets.write(...change);
      return bench.storedFleets.write(...change);
    };
    expect(await put(bench, aWrittenFleet(), { 'If-None-Match': '*' })).toMatchObject({ status: 201 });
    expect(bench.runs.started).toMatchObject([{ id: 'fleet-arena' }]);
  });

  test('without a condition takes the place of whatever is there', async () => {
    const bench = await aBench();
    expect(await put(bench, aWrittenFleet({ max: 9 }))).toMatchObject({ status: 200 });
    expect(await storedMax(bench)).toBe(9);
  });

  test('makes a new fleet only, or changes one only, where that is asked', async () => {
    const bench = new TriggerBench();
    const refused = { status: 412, body: { code: 'precondition-failed' } };
    expect(await put(bench, aWrittenFleet(), { 'If-Match': '*' })).toMatchObject(refused);
    expect(await bench.storedFleets.names()).toEqual([]);
    expect(await put(bench, aWrittenFleet(), { 'If-None-Match': '*' })).toMatchObject({ status: 201 });
    expect(await put(bench, aWrittenFleet({ max: 9 }), { 'If-None-Match': '*' })).toMatchObject(refused);
    expect(await put(bench, aWrittenFleet({ max: 4 }), { 'If-Match': '*' })).toMatchObject({ status: 200 });
    expect(await storedMax(bench)).toBe(4);
  });

  test('with an ETag that lost its quotes is told so', async () => {
    const bench = await aBench();
    const etag = (await etagOf(bench)).replaceAll('"', '');
    const answer = await put(bench, aWrittenFleet({ max: 9 }), { 'If-Match': etag });
    expect(answer).toMatchObject({ status: 400, body: { code: 'invalid-request' } });
    expect(answer.body.detail).toContain('double quotes');
  });
});
