import { randomUUID } from 'node:crypto';
import type { Runtime } from '../runtime/runtime.ts';
import { empty, json, problem } from './respond.ts';
import { missingForRestart } from './restart-routes.ts';
import { missingForRewind } from './rewind-route.ts';
import { decodedId, routePath } from './route-path.ts';
import { startedResponse } from './start-routes.ts';

/**
 * What a request for a task hub that is not this app's comes to: on Azure that hub is another, empty one, in which nothing
 * runs. What is started or signalled there is lost.
 */
export function answerOfOtherHub(
  runtime: Runtime,
  request: Request,
  hubName: string,
  systemKey: string | undefined,
): Response {
  const [kind, name = '', id = ''] = routePath(request.url).split('/').slice(1);
  const isPost = request.method === 'POST';
  if (isPost && (kind === 'orchestrators' || kind === 'entities')) {
    runtime.log({
      level: 'warning',
      message: `${request.method} ${new URL(request.url).pathname} names the task hub '${hubName}', not '${runtime.settings.hubName}': here as on Azure nothing runs there.`,
    });
  }
  if (kind === 'orchestrators' && isPost) {
    const other = { ...runtime, settings: { ...runtime.settings, hubName } };
    const instanceId = id === '' ? randomUUID().replaceAll('-', '') : decodedId(id);
    return startedResponse(other, request.url, instanceId, systemKey);
  }
  const isList = request.method === 'GET' && id === '';
  if (kind === 'entities') {
    if (isList) return json(200, [], { 'x-ms-continuation-token': '' });
    return empty(request.method === 'GET' ? 404 : 202);
  }
  if (kind !== 'instances') return empty(404);
  if (isList && name === '') return json(200, [], { 'x-ms-continuation-token': '' });
  if (isPost && id === 'rewind') return missingForRewind(decodedId(name));
  if (isPost && id === 'restart') return missingForRestart(decodedId(name));
  return empty(404);
}

/** The connection's name is none that this app has. */
export function answerOfUnknownConnection(name: string): Response {
  return problem(500, 'Something went wrong while processing your request', {
    type: 'System.InvalidOperationException',
    message: `Unable to resolve the Azure Storage connection named '${name}'.`,
  });
}
