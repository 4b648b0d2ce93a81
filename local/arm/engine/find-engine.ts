import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { EngineApi } from './engine-api.ts';

/** An engine that does not answer so soon is not one to run containers on. */
const answerLimitMs = 3_000;

const unix = 'unix://';

export type FoundEngine = {
  api: EngineApi;
  /** For people: its name, version and where it answers. */
  description: string;
};

/** The first engine that answers, or for each place that was asked why it is none. */
export async function findEngine(
  environment: Record<string, string | undefined>,
): Promise<{ engine: FoundEngine } | { engine?: undefined; tried: string[] }> {
  const host = environment.DOCKER_HOST;
  if (host && !host.startsWith(unix)) {
    return { tried: [`DOCKER_HOST=${host}: only an engine of this machine can be used, as unix://SOCKET`] };
  }
  const tried: string[] = [];
  for (const socket of host ? [host.slice(unix.length)] : usualSockets(environment)) {
    if (!existsSync(socket)) {
      tried.push(`${socket}: there is none`);
      continue;
    }
    try {
      return { engine: await ask(socket) };
    } catch (error) {
      tried.push(`${socket}: ${(error as Error).message}`);
    }
  }
  return { tried };
}

function usualSockets(environment: Record<string, string | undefined>): string[] {
  const ownRuntime = environment.XDG_RUNTIME_DIR;
  return [
    '/var/run/docker.sock',
    join(homedir(), '.docker/run/docker.sock'),
    ...(ownRuntime ? [join(ownRuntime, 'docker.sock'), join(ownRuntime, 'podman/podman.sock')] : []),
    '/run/podman/podman.sock',
  ];
}

/** By the call that engines answer first whatever else they do; its headers say who it is, as `Libpod/4.3.1 (linux)`. */
async function ask(socket: string): Promise<FoundEngine> {
  const api = new EngineApi(socket);
  const answer = await api.open('GET', '/_ping', { signal: AbortSignal.timeout(answerLimitMs) });
  answer.resume();
  const [, program = '', version = ''] = /^(\w+)\/(\S+)/.exec(String(answer.headers.server)) ?? [];
  const name = program === 'Libpod' ? 'Podman' : program || 'An engine';
  return { api, description: `${name} ${version} at ${socket}` };
}
