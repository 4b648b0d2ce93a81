import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { ServerView } from '../../contract/fleet-views.ts';
import type { ServerState } from '../../contract/fleets.ts';

export type ServersPage = {
  title: string;
  servers: ShownServer[];
  /** ISO. */
  now: string;
};

export type ShownServer = Pick<ServerView, 'name' | 'state' | 'sessions' | 'address' | 'ports' | 'region'> & {
  /** Where that is known. */
  places?: number | undefined;
};

const refreshSeconds = 5;

/** What players call the states; servers in others are not shown. */
const words: Partial<Record<ServerState, string>> = {
  ready: 'empty',
  allocated: 'playing',
  draining: 'closing soon',
  creating: 'starting',
};

const style = `
:root { color-scheme: light dark; --line: light-dark(#d8dde3, #3a424c); --soft: light-dark(#57606a, #9aa4b0); }
body { font: 1rem/1.5 system-ui, sans-serif; margin: 0 auto; max-width: 60rem; padding: 1.5rem 1rem; }
h1 { font-size: 1.5rem; margin: 0; overflow-wrap: anywhere; }
p { color: var(--soft); margin: .25rem 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { border-bottom: 1px solid var(--line); padding: .5rem 1.5rem .5rem 0; text-align: left; }
th { color: var(--soft); font-weight: 600; }
td { white-space: nowrap; }
.number { font-variant-numeric: tabular-nums; text-align: right; }
code { font-family: ui-monospace, monospace; }
label { color: var(--soft); display: inline-block; margin-top: 1rem; }`;

/** Takes the part that changes from a new copy of the page, so that nothing jumps and the choice of the reader stays. */
const script = `
const box = document.querySelector('input');
box.disabled = false;
setInterval(async () => {
  if (!box.checked || document.hidden) return;
  const answer = await fetch(location.href).catch(() => undefined);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  document.querySelector('main').replaceWith(page.querySelector('main'));
}, ${refreshSeconds * 1_000});`;

/** Nothing is loaded from anywhere, and nothing else runs. */
export const pagePolicy = [
  "default-src 'none'",
  "connect-src 'self'",
  `script-src '${hashOf(script)}'`,
  `style-src '${hashOf(style)}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

/** Servers for players: what they can join comes first. */
export function pageHtml({ title, servers, now }: ServersPage): string {
  const shown = servers.filter(({ state }) => words[state]).sort(byOpenness);
  const running = shown.filter(({ state }) => state !== 'creating');
  const places = shown.filter(isOpen).reduce((sum, server) => sum + (server.places ?? 0), 0);
  const sessions = shown.reduce((sum, server) => sum + server.sessions, 0);
  return String(html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<noscript><meta http-equiv="refresh" content="${refreshSeconds}"></noscript>
<title>${title}</title>
<style>${raw(style)}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p>${count(sessions, 'session')} on ${count(running.length, 'server')}${places > 0 ? `, ${places} places` : ''}. <time datetime="${now}">${now.slice(11, 19)} UTC</time></p>
${shown.length === 0 ? html`<p>No server runs. One is started when somebody wants to play.</p>` : tableOf(shown)}
</main>
<label><input type="checkbox" checked disabled> Refresh every ${refreshSeconds} seconds</label>
<script>${raw(script)}</script>
</body>
</html>
`);
}

function tableOf(servers: readonly ShownServer[]) {
  return html`<div class="wide" role="region" aria-label="Servers" tabindex="0"><table>
<thead><tr><th scope="col">Address</th><th scope="col">State</th><th scope="col" class="number">Sessions</th><th scope="col">Region</th><th scope="col">Server</th></tr></thead>
<tbody>
${servers.map(
  ({
    name,
    state,
    sessions,
    places,
    region,
    ...server
  }) => html`<tr><td>${addressOf(server)}</td><td>${words[state]}</td><td class="number">${places === undefined ? sessions : `${sessions} of ${places}`}</td><td>${region}</td><td>${name}</td></tr>
`,
)}</tbody>
</table></div>`;
}

function addressOf({ address, ports }: Pick<ShownServer, 'address' | 'ports'>) {
  if (address === null) return 'not yet';
  return ports.map(
    ({ port, protocol = 'TCP' }, index) =>
      html`${index > 0 ? ', ' : ''}<code>${address}:${port}</code> ${protocol}`,
  );
}

function isOpen({ state }: ShownServer): boolean {
  return state === 'ready' || state === 'allocated';
}

/** The fullest first: players look for others. Those that can't be joined come last. */
function byOpenness(one: ShownServer, other: ShownServer): number {
  return Number(isOpen(other)) - Number(isOpen(one)) || other.sessions - one.sessions;
}

function count(number: number, what: string): string {
  return `${number} ${what}${number === 1 ? '' : 's'}`;
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`;
}
