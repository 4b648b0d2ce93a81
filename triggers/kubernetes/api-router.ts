import { Hono } from 'hono';
import { errorTable, SlipwayError } from '../../lib/errors.ts';
import {
  aggregatedDiscovery,
  apiGroup,
  apiGroups,
  coreVersions,
  resourceList,
  versionDocument,
} from '../../lib/kubernetes/discovery/discovery-documents.ts';
import { openApiDocument, openApiIndex } from '../../lib/kubernetes/discovery/openapi-document.ts';
import type { KubeApiDependencies } from '../../lib/kubernetes/kube-api-dependencies.ts';
import {
  badRequest,
  KubeError,
  methodNotAllowed,
  noSuchPath,
  unauthorized,
} from '../../lib/kubernetes/kube-error.ts';
import type { Runs } from '../../lib/ports/runs.ts';
import { json, statusAnswer } from './api-answer.ts';
import { type ApiTarget, apiTarget } from './api-path.ts';
import { kubeconfig } from './kubeconfig.ts';
import { podLog, podTerminal } from './pod-subresources.ts';
import { getObject, listObjects } from './read-objects.ts';
import { deleteCollection, deleteOneObject, patchOneObject, postObject, putObject } from './write-object.ts';

export const apiBase = '/api/k8s';

export type ApiRouterDependencies = {
  api: Omit<KubeApiDependencies, 'runs'>;
  /** Whether a token, or none, opens this app. */
  hasAccess(token: string | undefined): Promise<boolean>;
  /** The URL that clients use: the gateway's, where there is one. */
  server: string;
  /** Of the app, for the names in a kubeconfig. */
  hub: string;
  version: string;
};

/** What belongs to one request. */
export type ApiCall = {
  runs: Runs;
  /** Takes what went wrong without the caller's fault. */
  noteError(error: unknown): void;
};

/** The Kubernetes API, from a request to its answer. */
export function apiRouter(deps: ApiRouterDependencies) {
  const app = new Hono<{ Bindings: ApiCall }>().basePath(apiBase);
  app.onError((error, context) => failed(error, context.env));
  app.notFound(() => statusAnswer(noSuchPath().status));
  app.use(async (context, next) => {
    if (!(await deps.hasAccess(tokenOf(context.req.raw)))) throw unauthorized();
    await next();
  });

  app.get('/kubeconfig', (context) => {
    const gateway = context.req.header('x-slipway-gateway');
    const server = gateway && URL.canParse(gateway) ? `${gateway}${apiBase}` : deps.server;
    const text = kubeconfig(server, deps.hub, tokenOf(context.req.raw));
    return new Response(text, { headers: { 'content-type': 'application/yaml' } });
  });
  app.get('/version', () => json(versionDocument(deps.version)));
  for (const path of ['/healthz', '/livez', '/readyz']) app.get(path, (context) => context.text('ok'));
  app.get('/api', (context) => discovery(context.req.raw, 'core'));
  app.get('/apis', (context) => discovery(context.req.raw, 'groups'));
  app.get('/apis/:group', (context) => found(apiGroup(context.req.param('group'))));
  app.get('/api/:version', (context) => found(resourceList('', context.req.param('version'))));
  app.get('/apis/:group/:version', (context) =>
    found(resourceList(context.req.param('group'), context.req.param('version'))),
  );
  app.get('/openapi/v3', () => json(openApiIndex(apiBase)));
  app.get('/openapi/v3/:path{.+}', (context) => found(openApiDocument(context.req.param('path'))));
  app.all('*', (context) => {
    const { pathname } = new URL(context.req.url);
    const target = apiTarget(pathname.slice(apiBase.length));
    if (!target) throw noSuchPath();
    return served({ ...deps.api, runs: context.env.runs }, target, context.req.raw);
  });
  return app;
}

function served(api: KubeApiDependencies, target: ApiTarget, request: Request): Promise<Response> {
  const { resource, name, subresource } = target;
  const { method } = request;
  if (name === undefined) {
    if (method === 'GET') return listObjects(api, target, request);
    if (method === 'POST') return postObject(api, target, request);
    if (method === 'DELETE' && resource.verbs.includes('deletecollection'))
      return deleteCollection(api, target, request);
    throw methodNotAllowed(`${method} is not served for all ${resource.name}`);
  }
  const named = { ...target, name };
  if (subresource !== undefined) return servedSubresource(api, named, request);
  // Some clients watch one object by its own path.
  if (method === 'GET' && new URL(request.url).searchParams.get('watch'))
    return listObjects(api, target, request);
  if (method === 'GET') return getObject(api, named, request);
  if (method === 'PUT') return putObject(api, named, request);
  if (method === 'PATCH') return patchOneObject(api, named, request);
  if (method === 'DELETE') return deleteOneObject(api, named, request);
  throw methodNotAllowed(`${method} is not served for one of ${resource.name}`);
}

function servedSubresource(
  api: KubeApiDependencies,
  target: ApiTarget & { name: string },
  request: Request,
): Promise<Response> {
  const { resource, subresource } = target;
  if (!resource.subresources.some(({ name }) => name === subresource)) throw noSuchPath();
  if (subresource === 'exec' || subresource === 'attach') return podTerminal(api, target, request);
  if (request.method !== 'GET')
    throw methodNotAllowed(
      `the ${subresource} of ${resource.name} can only be read: the app itself writes it`,
    );
  return subresource === 'log' ? podLog(api, target, request) : getObject(api, target, request);
}

/** The whole discovery in one document where the client knows that form. */
function discovery(request: Request, part: 'core' | 'groups'): Response {
  const accepted = request.headers.get('accept')?.replace(/\s/g, '') ?? '';
  const version = (['v2', 'v2beta1'] as const).find((each) =>
    accepted.split(',').some((one) => one.includes('g=apidiscovery.k8s.io') && one.includes(`v=${each};`)),
  );
  if (!version) return json(part === 'core' ? coreVersions() : apiGroups());
  const answer = json(aggregatedDiscovery(part, version));
  answer.headers.set(
    'content-type',
    `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`,
  );
  return answer;
}

function found(document: Record<string, unknown> | undefined): Response {
  if (!document) throw noSuchPath();
  return json(document);
}

/** A bearer token, or a function key as other routes take it. */
function tokenOf(request: Request): string | undefined {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.get('authorization') ?? '')?.[1];
  const key = request.headers.get('x-functions-key') ?? new URL(request.url).searchParams.get('code');
  return bearer ?? key ?? undefined;
}

function failed(error: unknown, { noteError }: ApiCall): Response {
  if (error instanceof KubeError) return statusAnswer(error.status);
  if (error instanceof SlipwayError && errorTable[error.code].status < 500)
    return statusAnswer(badRequest(error.message).status);
  noteError(error);
  const isBusy = error instanceof SlipwayError && error.retryable;
  return statusAnswer(
    isBusy
      ? new KubeError(503, 'ServiceUnavailable', error.message).status
      : new KubeError(500, 'InternalError', 'Internal error occurred; the log of the app has it').status,
  );
}
