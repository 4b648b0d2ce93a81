import type http from 'node:http';

/** A blob whose content is new: the requests that Azure tells Event Grid of. */
export type BlobWritten = { container: string; name: string; api: 'PutBlob' | 'PutBlockList' | 'CopyBlob' };

/** Calls back after each request to a server of blobs that wrote one, when it has been answered. */
export function onBlobWritten(server: http.Server, written: (blob: BlobWritten) => void): void {
  server.prependListener('request', (request: http.IncomingMessage, response: http.ServerResponse) => {
    if (request.method !== 'PUT') return;
    response.once('finish', () => {
      const blob = blobIn(request);
      if (blob && response.statusCode >= 200 && response.statusCode < 300) written(blob);
    });
  });
}

function blobIn({ url = '', headers }: http.IncomingMessage): BlobWritten | undefined {
  const { pathname, searchParams } = new URL(url, 'http://127.0.0.1');
  const [, , container, ...name] = pathname.split('/').map(decodeURIComponent);
  if (!container || name.length === 0 || searchParams.has('restype')) return undefined;
  const comp = searchParams.get('comp');
  const api =
    comp === 'blocklist'
      ? 'PutBlockList'
      : comp !== null
        ? undefined
        : headers['x-ms-copy-source'] === undefined
          ? 'PutBlob'
          : 'CopyBlob';
  return api && { container, name: name.join('/'), api };
}
