import { createReadStream, type Stats } from 'node:fs';
import { Readable } from 'node:stream';
import { type Context, Hono } from 'hono';
import { FileError } from './file-error.ts';
import type { Place, ShareFolders } from './share-folders.ts';
import { element, xmlDocument } from './xml.ts';

const pageSize = 5_000;

/** The requests of the File service that the SDK makes for shares, directories and the content of files. */
export function fileRoutes(folders: ShareFolders): Hono {
  const routes = new Hono();

  routes.all('/:account', async (context) => {
    if (operationOf(context) !== 'GET comp=list') throw unknownOperation(context);
    const { account } = context.req.param();
    const shares = (await folders.shares(account)).filter((name) =>
      name.startsWith(context.req.query('prefix') ?? ''),
    );
    const listed = shares.map((name) =>
      element('Share', [element('Name', name), element('Properties', [element('Quota', '5120')])]),
    );
    return list(context, [element('Shares', listed), element('NextMarker', '')]);
  });

  routes.all('/:account/:share/*', (context) => shareOrBelow(context, placeOf(context)));
  routes.all('/:account/:share', (context) => shareOrBelow(context, placeOf(context)));

  async function shareOrBelow(context: Context, place: Place): Promise<Response> {
    switch (operationOf(context)) {
      case 'PUT restype=share':
        return created(context, await folders.createShare(place));
      case 'GET restype=share':
      case 'HEAD restype=share':
        return described(context, await folders.directory(place), { 'x-ms-share-quota': '5120' });
      case 'DELETE restype=share':
        await folders.removeShare(place);
        return context.body(null, 202);
      case 'PUT restype=directory':
        return created(context, await folders.createDirectory(place));
      case 'GET restype=directory':
      case 'HEAD restype=directory':
        return described(context, await folders.directory(place));
      case 'DELETE restype=directory':
        await folders.removeDirectory(place);
        return context.body(null, 202);
      case 'GET restype=directory comp=list':
        return listDirectory(context, place);
      case 'PUT':
        return created(
          context,
          await folders.createFile(place, Number(context.req.header('x-ms-content-length') ?? 0)),
        );
      case 'PUT comp=range':
        return writeRange(context, place);
      case 'HEAD': {
        const stats = await folders.file(place);
        return described(context, stats, fileHeaders(stats.size));
      }
      case 'GET':
        return download(context, place);
      case 'DELETE':
        await folders.removeFile(place);
        return context.body(null, 202);
      default:
        throw unknownOperation(context);
    }
  }

  async function listDirectory(context: Context, place: Place): Promise<Response> {
    const { prefix = '', marker = '', maxresults } = context.req.query();
    const limit = Math.min(Number(maxresults) || pageSize, pageSize);
    const fitting = (await folders.list(place)).filter(
      ({ name }) => name.startsWith(prefix) && name >= marker,
    );
    const entries = fitting
      .slice(0, limit)
      .map(({ name, kind, size }) =>
        kind === 'file'
          ? element('File', [
              element('Name', name),
              element('Properties', [element('Content-Length', String(size))]),
            ])
          : element('Directory', [element('Name', name), element('Properties', [])]),
      );
    return list(context, [element('Entries', entries), element('NextMarker', fitting[limit]?.name ?? '')], {
      ShareName: place.share,
      DirectoryPath: place.path.join('/'),
    });
  }

  async function writeRange(context: Context, place: Place): Promise<Response> {
    const range = rangeOf(context);
    if (!range) throw new FileError(400, 'MissingRequiredHeader', 'The header x-ms-range is missing.');
    const clears = context.req.header('x-ms-write')?.toLowerCase() === 'clear';
    const data = clears ? undefined : new Uint8Array(await context.req.arrayBuffer());
    return created(context, await folders.write(place, range, data));
  }

  async function download(context: Context, place: Place): Promise<Response> {
    const stats = await folders.file(place);
    const { from, to } = rangeOf(context) ?? { from: 0, to: stats.size - 1 };
    if (from > 0 && from >= stats.size) {
      throw new FileError(416, 'InvalidRange', 'The range specified is invalid for the current size.');
    }
    const last = Math.min(to, stats.size - 1);
    const isPart = from > 0 || last < stats.size - 1;
    const headers = {
      ...headersOf(stats),
      ...fileHeaders(last - from + 1),
      ...(isPart && { 'content-range': `bytes ${from}-${last}/${stats.size}` }),
    };
    if (last < from) return context.body(null, 200, headers);
    const content = createReadStream(await folders.pathOfFile(place), { start: from, end: last });
    return context.body(Readable.toWeb(content) as ReadableStream, isPart ? 206 : 200, headers);
  }
  return routes;
}

/** Method and what the query asks for, as `PUT restype=directory`. */
function operationOf(context: Context): string {
  const { restype, comp } = context.req.query();
  return [context.req.method, restype && `restype=${restype}`, comp && `comp=${comp}`]
    .filter(Boolean)
    .join(' ');
}

function placeOf(context: Context): Place {
  const [, account = '', share = '', ...path] = new URL(context.req.url).pathname
    .split('/')
    .map((part) => decodeURIComponent(part));
  const names = path.filter((name) => name !== '');
  const odd = [account, share, ...names].find((name) => /[\\/\0]/.test(name) || /^\.{1,2}$/.test(name));
  if (odd !== undefined) throw new FileError(400, 'InvalidResourceName', `The name '${odd}' is invalid.`);
  return { account, share, path: names };
}

function rangeOf(context: Context): { from: number; to: number } | undefined {
  const given = context.req.header('x-ms-range') ?? context.req.header('range');
  const [, from, to] = /^bytes=(\d+)-(\d*)$/.exec(given ?? '') ?? [];
  return from === undefined
    ? undefined
    : { from: Number(from), to: to ? Number(to) : Number.MAX_SAFE_INTEGER };
}

function headersOf({ mtime, mtimeMs, size }: Stats): Record<string, string> {
  return {
    etag: `"0x${Math.round(mtimeMs * 1000).toString(16)}${size.toString(16)}"`,
    'last-modified': mtime.toUTCString(),
  };
}

function fileHeaders(length: number): Record<string, string> {
  return {
    'content-length': String(length),
    'content-type': 'application/octet-stream',
    'accept-ranges': 'bytes',
    'x-ms-type': 'File',
  };
}

function created(context: Context, stats: Stats): Response {
  return context.body(null, 201, headersOf(stats));
}

function described(context: Context, stats: Stats, headers: Record<string, string> = {}): Response {
  return context.body(null, 200, { ...headersOf(stats), ...headers });
}

function list(context: Context, content: string[], attributes = {}): Response {
  const root = element('EnumerationResults', content, attributes);
  return context.body(xmlDocument(root), 200, { 'content-type': 'application/xml' });
}

function unknownOperation(context: Context): FileError {
  return new FileError(
    400,
    'UnsupportedQueryParameter',
    `The local cloud has no '${operationOf(context)}' for shares and files.`,
  );
}
