import { type Bounds, isRunning, type Scaler } from './scaler.ts';
import type { ServerPark } from './server-park.ts';

/** Agones' fleet autoscaler with a buffer of servers: every 30 s, allocated servers and so many ready ones. */
export class AgonesScaler implements Scaler {
  readonly isWoken = false;
  readonly lookSeconds = 30;
  readonly #park: ServerPark;
  readonly #bounds: Bounds;
  readonly #buffer: number;
  #next = 1;

  constructor(park: ServerPark, bounds: Bounds, buffer: number) {
    this.#park = park;
    this.#bounds = bounds;
    this.#buffer = buffer;
  }

  look(): void {
    const { min, max } = this.#bounds;
    for (const server of this.#park.all()) if (server.state === 'failed') this.#park.remove(server);
    const live = this.#park.all().filter((server) => isRunning(server) || server.state === 'creating');
    const allocated = live.filter(({ state }) => state === 'allocated').length;
    const wanted = Math.min(Math.max(allocated + this.#buffer, min), max);
    for (let missing = wanted - live.length; missing > 0; missing--)
      this.#park.create({ number: this.#next++, region: 'westeurope', version: '1' });
    const idle = live.filter(({ state }) => state === 'ready');
    for (const server of idle.slice(0, Math.max(live.length - wanted, 0))) {
      this.#park.enter(server, 'draining');
      this.#park.remove(server);
    }
  }
}
