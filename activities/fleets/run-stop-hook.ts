import type { Server, StopHook } from '../../contract/fleets.ts';
import { secretReader } from '../../lib/containers/secret-reader.ts';
import { urlOnServer } from '../../lib/decide/fleets/url-on-server.ts';
import { messageOf } from '../../lib/errors.ts';
import type { ActivityHandlers } from '../../lib/ports/invocation.ts';
import type { CallOutcome } from '../../lib/ports/server-calls.ts';
import type { ActivityDependencies } from '../dependencies.ts';

/** May come twice, as every last word may. A server that has failed is spared. */
export function runStopHook(deps: ActivityDependencies): ActivityHandlers['runStopHook'] {
  const { fleetDefinitions, fleetServers } = deps;
  return async ({ fleet: name, server }, { log }) => {
    const { fleet } = await fleetDefinitions.read(name);
    const row = (await fleetServers.read(name, server))?.server;
    const hook = fleet?.spec.drain.stopHook;
    if (!hook || row?.state !== 'draining' || row.runningAt === undefined) return { kind: 'none' };
    const called = await callHook(deps, row, hook).catch(
      (error): CallOutcome => ({ kind: 'failed', message: messageOf(error) }),
    );
    if (called.kind === 'failed') log(`server ${server}: its stop hook failed: ${called.message}`);
    return called;
  };
}

async function callHook(
  deps: ActivityDependencies,
  { name, ip, drain }: Server,
  hook: StopHook,
): Promise<CallOutcome> {
  const { timeoutSeconds } = hook;
  const { serverCalls } = deps;
  if (hook.kind === 'exec') {
    const { container, command } = hook;
    return serverCalls.exec({ group: name, container, command }, timeoutSeconds);
  }
  if (ip === undefined) return { kind: 'failed', message: 'the server has no address' };
  if (hook.kind === 'http') {
    const body = { server: name, reason: drain?.reason ?? 'request' };
    return serverCalls.post(urlOnServer(ip, hook), body, timeoutSeconds);
  }
  const password = await secretReader(deps).text(hook.password, `The stop hook of server "${name}"`);
  const { port, command } = hook;
  return serverCalls.rcon({ host: ip, port, password: password ?? '', command }, timeoutSeconds);
}
