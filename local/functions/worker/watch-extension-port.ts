import { subscribe } from 'node:diagnostics_channel';
import { positionsOf } from '../code/code-position.ts';
import { currentRegistry } from './core.ts';
import type { FunctionRegistry } from './function-registry.ts';

/** Where the Durable extension serves the Node client on Azure; ours is served on the host's own port. */
const extensionPort = 17_071;

const durableBindings =
  /^(orchestrationtrigger|activitytrigger|entitytrigger|durableclient|orchestrationclient)$/i;

/** Set once in a process: test runners may evaluate this module again. */
const installed = Symbol.for('slipway.extension-port.watched');

/** Tells the app that runs or loads at that moment when it opens a server on the extension's port. */
function watchExtensionPort(): void {
  const holder = globalThis as { [installed]?: boolean };
  if (holder[installed]) return;
  holder[installed] = true;
  subscribe('tracing:net.server.listen:asyncStart', (message) => {
    const { options } = message as { options: { port?: unknown } };
    if (Number(options.port) === extensionPort) tell(currentRegistry());
  });
}

function tell(registry: FunctionRegistry | undefined): void {
  const [position] = positionsOf(new Error());
  // Without a place in the app's code it is a server of the host's, or of a test's.
  if (!registry || position === undefined) return;
  registry.whenLocked(() => {
    if (!usesDurable(registry)) return;
    registry.log({
      level: 'warning',
      category: 'host',
      trap: 'extensionPort',
      message: `The app listens on port ${extensionPort} (${position}). On Azure the Durable extension listens there: the one that comes second gets EADDRINUSE, and the extension then goes to another port. Choose another port.`,
    });
  });
}

function usesDurable({ functions }: FunctionRegistry): boolean {
  return [...functions.values()].some(({ metadata }) =>
    Object.values(metadata.bindings).some(({ type }) => durableBindings.test(type)),
  );
}

watchExtensionPort();
