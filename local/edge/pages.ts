import type { EdgeSite, SiteAnswer } from './site-answer.ts';

/** The edge's own pages: for what no site answers. They are never kept in the cache. */

export function unknownSitePage(address: string, sites: readonly EdgeSite[], port: number): SiteAnswer {
  const links = sites.map(({ name, url }) => {
    const here = `http://${name}.localhost:${port}${new URL(url).pathname}`;
    return `<li><a href="${escaped(here)}">${escaped(here)}</a></li>`;
  });
  const list =
    links.length > 0 ? `<p>These are:</p><ul>${links.join('')}</ul>` : '<p>The catalog has no sites yet.</p>';
  return page(404, 'No such site', `<p>No site is served at <b>${escaped(address)}</b>.</p>${list}`);
}

export function notPublishedPage({ name }: EdgeSite): SiteAnswer {
  return page(
    404,
    'Not published yet',
    `<p>Site <b>${escaped(name)}</b> has not been published yet. Push a commit, or ask for a publish, and reload.</p>`,
  );
}

export function notFoundPage({ name, container }: EdgeSite): SiteAnswer {
  return page(
    404,
    'Not found',
    `<p>Site <b>${escaped(name)}</b> has no such page, and container <code>${escaped(container)}</code> no <code>404.html</code>.</p>`,
  );
}

export function storageGonePage(): SiteAnswer {
  return page(
    502,
    'The storage does not answer',
    '<p>The edge could not read the page. See the log of the local cloud.</p>',
  );
}

export function refusedPage(status: 400 | 405, reason: string): SiteAnswer {
  return page(status, reason, '');
}

function page(status: number, title: string, body: string): SiteAnswer {
  const html = `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title>
<style>:root{color-scheme:light dark}body{font:1.1rem/1.6 system-ui,sans-serif;max-width:36rem;margin:15vh auto;padding:0 1.5rem}</style></head>
<body><h1>${title}</h1>${body}</body>
</html>
`;
  return {
    status,
    headers: { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' },
    body: Buffer.from(html),
  };
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
