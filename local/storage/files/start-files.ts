import { randomUUID } from 'node:crypto';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAdaptorServer } from '@hono/node-server';
import { Hono } from 'hono';
import { developmentAccount } from '../development-account.ts';
import { FileError } from './file-error.ts';
import { fileRoutes } from './file-routes.ts';
import { ShareFolders } from './share-folders.ts';
import { isSigned } from './shared-key.ts';
import { element, xmlDocument } from './xml.ts';

export type FilesOptions = {
  /** 0 takes a free one. */
  port: number;
  /** Holds the shares as folders `ACCOUNT/SHARE`; made when it is not there. */
  directory: string;
  log?: (line: string) => void;
};

export type Files = {
  port: number;
  origin: string;
  /** Its part of a connection string. */
  endpoint: string;
  stop(): Promise<void>;
};

/**
 * Starts the File service of a storage account over folders of this machine: shares, directories, and the content of
 * files; of a file nothing else is kept. Every account has the development account's key. Rejects with the code
 * EADDRINUSE when the port is taken.
 */
export async function startFiles({ port, directory, log = () => {} }: FilesOptions): Promise<Files> {
  const app = new Hono();
  app.use(async (context, next) => {
    const account = decodeURIComponent(new URL(context.req.url).pathname.split('/')[1] ?? '');
    if (!isSigned(context.req.raw, { account, key: developmentAccount.key })) {
      throw new FileError(
        403,
        'AuthenticationFailed',
        `The request is not signed with the shared key of account '${account}', which is the development account's here.`,
      );
    }
    await next();
    context.header('x-ms-request-id', randomUUID());
    context.header('x-ms-version', context.req.header('x-ms-version') ?? '');
  });
  app.route('/', fileRoutes(new ShareFolders(directory)));
  app.onError((error, context) => {
    if (!(error instanceof FileError)) {
      log(`files: ${context.req.method} ${context.req.path}: ${error.stack ?? error}`);
    }
    const { status, code, message } =
      error instanceof FileError
        ? error
        : ({
            status: 500,
            code: 'InternalError',
            message: 'The server encountered an internal error.',
          } as const);
    const body = xmlDocument(element('Error', [element('Code', code), element('Message', message)]));
    return context.body(body, status, { 'content-type': 'application/xml', 'x-ms-error-code': code });
  });
  const server = createAdaptorServer({ fetch: app.fetch, overrideGlobalObjects: false }) as Server;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const taken = (server.address() as AddressInfo).port;
  const origin = `http://127.0.0.1:${taken}`;
  return {
    port: taken,
    origin,
    endpoint: `FileEndpoint=${origin}/${developmentAccount.name}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
