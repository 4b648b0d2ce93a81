import http from 'node:http';
import https from 'node:https';
import type { ProbeBody } from '../group-model/group-body.ts';
import type { Check, CheckResult } from './watch-probe.ts';

/** Asks a container's port; well is any answer from 200 to 399, and no certificate is looked at. */
export function checkHttp(address: string, probe: NonNullable<ProbeBody['httpGet']>): Check {
  const { port, path, scheme, httpHeaders } = probe;
  const secure = scheme?.toLowerCase() === 'https';
  const request = (secure ? https : http).request({
    host: address,
    port,
    path: path || '/',
    agent: false,
    rejectUnauthorized: false,
    headers: Object.fromEntries((httpHeaders ?? []).map(({ name = '', value = '' }) => [name, value])),
  });
  const result = new Promise<CheckResult>((resolve) => {
    request.once('response', ({ statusCode = 0 }) => {
      resolve(
        statusCode >= 200 && statusCode < 400
          ? undefined
          : `HTTP probe failed with statuscode: ${statusCode}`,
      );
      request.destroy();
    });
    request.on('error', ({ message }) => resolve(message));
    request.end();
  });
  return { result, abort: () => request.destroy() };
}
