import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const program = fileURLToPath(new URL('../../samples/servers/players.js', import.meta.url));

/** Makes players come to a fleet and go again, in a process of its own; answers how to end it. */
export function startPlayers(
  { origin, fleet, players }: { origin: string; fleet: string; players: number },
  say: (text: string) => void,
): () => void {
  const child = spawn(
    process.execPath,
    [program, '--quiet', ...['--url', origin], ...['--fleet', fleet], ...['--players', String(players)]],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  );
  createInterface(child.stderr).on('line', say);
  child.on('error', ({ message }) => say(message));
  return () => void child.kill();
}
