import type { HostFunction } from '../host-function.ts';
import type { AdminParts } from './admin-parts.ts';
import type { HttpRoute } from './route-table.ts';

const style = `
body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 60rem; padding: 0 1rem; color: #1c2529 }
h1 { font-size: 1.5rem; line-height: 1.2 } h2 { font-size: 1.1rem; margin-top: 2rem }
table { border-collapse: collapse; width: 100% } td { padding: .2rem 1rem .2rem 0; vertical-align: top }
td:first-child { width: 9rem }
tr { border-top: 1px solid #dde3e5 } summary { cursor: pointer; margin-top: 2rem } code { font-size: .9rem }`;

/** The page at `/`: that the host is up, what answers requests, and the functions that only the app itself calls. */
export function landingPage({ functions, routes }: Pick<AdminParts, 'functions' | 'routes'>): string {
  const inOrder = [...routes.routes].sort((a, b) => compared(a.template, b.template));
  const served = new Set(inOrder.map(({ target }) => target));
  const others = functions.filter((each) => !served.has(each));
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>Your Azure Function App is up and running.</title><style>${style}
</style></head>
<body>
<h1>Your Azure Function App is up and running.</h1>
<p>Served by Slipway's local Functions host.</p>
${tableOf('Requests', inOrder.map(routeRow))}
<details><summary>${others.length} functions that no request calls</summary>
${tableOf('', others.map(otherRow))}
</details>
</body>
</html>
`;
}

function tableOf(title: string, rows: readonly string[]): string {
  return `${title && `<h2>${title}</h2>\n`}<table>\n${rows.join('\n')}\n</table>`;
}

function routeRow({ target, template, methods }: HttpRoute): string {
  const path = escapeHtml(`/${template}`);
  // A path with a part to fill in leads nowhere.
  const canBeOpened = !template.includes('{') && (methods.length === 0 || methods.includes('GET'));
  const shown = canBeOpened ? `<a href="${path}"><code>${path}</code></a>` : `<code>${path}</code>`;
  return row(methods.join(', ') || 'any method', shown, escapeHtml(target.name));
}

function otherRow({ name, trigger }: HostFunction): string {
  return row(`<code>${escapeHtml(String(trigger.type))}</code>`, escapeHtml(name));
}

function row(...cells: string[]): string {
  return `<tr>${cells.map((cell) => `<td>${cell}</td>`).join('')}</tr>`;
}

/** By code units, as routes are ASCII: the same everywhere. */
function compared(a: string, b: string): number {
  return a < b ? -1 : Number(a > b);
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
