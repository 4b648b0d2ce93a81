import type { AdminParts } from './admin-parts.ts';

/** The page at `/`: that the host is up, and what it serves. */
export function landingPage({ functions, routes, routePrefix }: AdminParts): string {
  const rows = functions.map((each) => {
    const route = routes.routes.find(({ target }) => target === each);
    const where = route
      ? `${route.methods.join(', ') || 'any method'} /${[routePrefix, route.route].filter(Boolean).join('/')}`
      : String(each.trigger.type);
    return `<li><b>${escapeHtml(each.name)}</b> <code>${escapeHtml(where)}</code></li>`;
  });
  return `<!DOCTYPE html>
<html lang="en">
<head><meta charset="utf-8"><title>Your Azure Function App is up and running.</title></head>
<body>
<h1>Your Azure Function App is up and running.</h1>
<p>Served by Slipway's local Functions host.</p>
<ul>
${rows.join('\n')}
</ul>
</body>
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}
