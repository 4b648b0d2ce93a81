import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { VirtualClock } from '../../../local/clock.ts';
import { groupEvents } from '../../../local/event-grid/group-events.ts';

type Delivery = { kind: string | undefined; event: Record<string, unknown> };

/** An app that takes events once it is `ready`, and repeats a validation code only then. */
async function anApp() {
  const deliveries: Delivery[] = [];
  const app = { ready: true, deliveries, url: '' };
  const server = createServer((request, response) => {
    let body = '';
    request.on('data', (part) => (body += part));
    request.on('end', () => {
      const [event] = JSON.parse(body) as [{ data: { validationCode?: string } }];
      deliveries.push({ kind: request.headers['aeg-event-type'] as string, event });
      const { validationCode } = event.data;
      response.writeHead(app.ready ? 200 : 503);
      response.end(validationCode ? JSON.stringify({ validationResponse: validationCode }) : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close().closeAllConnections());
  app.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return app;
}

function aFolder(): string {
  const directory = mkdtempSync(join(tmpdir(), 'slipway-events-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  return directory;
}

const resource =
  '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerInstance/containerGroups/arena-1';
const tags = { 'slipway-kind': 'fleet' };

function started(webhook: string, directory: string) {
  const clock = new VirtualClock();
  const lines: string[] = [];
  const events = groupEvents({ clock, directory, webhook, log: (line) => lines.push(line) });
  onTestFinished(() => events.stop());
  return { clock, lines, events };
}

test('an app is asked whether it wants events, and then told what became of a server', async () => {
  const app = await anApp();
  const directory = aFolder();
  const { clock, events } = started(app.url, directory);
  events.changed({ kind: 'written', resource, tags: { 'slipway-kind': 'run' } });
  events.changed({ kind: 'deleted', resource, tags });
  clock.advanceBy(0);
  await expect.poll(() => readdirSync(directory)).toEqual([]);
  expect(app.deliveries.map(({ kind }) => kind)).toEqual(['SubscriptionValidation', 'Notification']);
  expect(app.deliveries[1]?.event).toMatchObject({
    eventType: 'Microsoft.Resources.ResourceDeleteSuccess',
    subject: resource,
    topic: '/subscriptions/s/resourceGroups/g',
    data: { operationName: 'Microsoft.ContainerInstance/containerGroups/delete' },
  });
});

test('an event is delivered again until the app takes it, by the next process if need be', async () => {
  const app = await anApp();
  app.ready = false;
  const directory = aFolder();
  const first = started(app.url, directory);
  first.events.changed({ kind: 'written', resource, tags });
  first.clock.advanceBy(0);
  await expect.poll(() => first.lines).toHaveLength(1);
  first.clock.advanceBy(1_000);
  await expect.poll(() => first.lines).toHaveLength(2);
  first.events.stop();
  expect(readdirSync(directory)).toHaveLength(1);

  app.ready = true;
  const second = started(app.url, directory);
  second.clock.advanceBy(0);
  await expect.poll(() => readdirSync(directory)).toEqual([]);
  expect(app.deliveries.at(-1)).toMatchObject({ kind: 'Notification', event: { subject: resource } });
});
