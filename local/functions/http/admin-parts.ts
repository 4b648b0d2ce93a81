import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HostFunction } from '../host-function.ts';
import type { KeyStore } from './key-store.ts';
import type { RouteTable } from './route-table.ts';
import type { ResponseWriter } from './write-response.ts';

/** What the host's own pages show, and what they may set going. */
export type AdminParts = {
  functions: readonly HostFunction[];
  routes: RouteTable;
  routePrefix: string;
  writer: ResponseWriter;
  keys: KeyStore;
  enforceKeys: boolean;
  origin(): string;
  uptimeMs(): number;
  /** Starts a function that has no HTTP trigger, with the text of its input. */
  run(target: HostFunction, input: string): void;
  /** What `/admin/host/config` shows of host.json. */
  config: unknown;
  /** The app's directory, when it was loaded from one. */
  directory: string | undefined;
  /** Loads the app anew; undefined when this host cannot. */
  restart: (() => void) | undefined;
  /** Why the host does not run although it answers. */
  down: Error | undefined;
};

/** How one of them answers. */
export type Answer = (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
