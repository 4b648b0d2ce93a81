import type { Clock } from '../clock.ts';
import type { DurableEngine } from './durable-host.ts';
import type { HostTriggers } from './host-triggers.ts';
import { forwardTo } from './http/forward-request.ts';
import type { FrontDoor } from './http/front-door.ts';
import type { HostServer } from './http/host-server.ts';
import { within } from './within.ts';
import type { StartedApp } from './worker/start-app.ts';

/** How long a stop waits for requests in flight, as the real host does. */
const graceMs = 10_000;
/** How long handing over waits for what must not run in two hosts: triggers, activities. */
const handOverGraceMs = 3_000;
/** How long a host that has handed over goes on with requests that it had begun. */
const leaveGraceMs = 30_000;
/** Callers whose connections are still open get this long to send their next request, and to learn of the next host. */
const lingerMs = 1_000;
/** How long giving work back may take before the host ends. */
const abandonMs = 400;

/** What runs of a host, in the order in which it was started. */
export type HostParts = {
  clock: Clock;
  app: Pick<StartedApp, 'terminate'>;
  engine: DurableEngine | undefined;
  door: Pick<FrontDoor, 'drain' | 'whenIdle'>;
  server: HostServer;
  triggers: Pick<HostTriggers, 'stop' | 'abandon'>;
};

/** Ends everything, the last one first; but the server stays until the engine has stopped, as activities may need it. */
export async function stopHost(parts: HostParts): Promise<void> {
  const { clock, app, engine, door, server, triggers } = parts;
  door.drain();
  await within(clock, graceMs, Promise.all([door.whenIdle(), triggers.stop()]));
  await giveBack(parts);
  await engine?.stop();
  await server.close();
  await app.terminate();
}

/**
 * Lets go of everything that the next host on this port needs; resolves when that one may start. What it resolves with
 * goes on with the requests that had begun, passes new ones on to the port, and ends the rest.
 */
export async function handOverHost(parts: HostParts): Promise<() => Promise<void>> {
  const { clock, app, engine, door, server, triggers } = parts;
  const forward = forwardTo(new URL(server.origin).hostname, server.port);
  let release = (): void => {};
  const released = new Promise<void>((resolve) => {
    release = resolve;
  });
  // Calls that come now wait for the next host; those of running activities to the engine are still answered here.
  door.drain((request, response) => void released.then(() => forward(request, response)));
  await within(clock, handOverGraceMs, triggers.stop());
  await engine?.stop(handOverGraceMs);
  server.passTo(forward);
  release();
  return async () => {
    await within(clock, leaveGraceMs, server.whenIdle());
    await new Promise<void>((resolve) => clock.at(clock.now() + lingerMs, resolve));
    await within(clock, leaveGraceMs, server.whenIdle());
    await giveBack(parts);
    await server.close();
    await app.terminate();
  };
}

/** Answers 500 to the requests in flight and gives queue messages back, for a process that is about to end. */
export async function failHost(parts: HostParts): Promise<void> {
  await Promise.all([parts.server.fail(), giveBack(parts)]);
}

function giveBack({ clock, triggers }: HostParts): Promise<void> {
  return within(clock, abandonMs, triggers.abandon());
}
