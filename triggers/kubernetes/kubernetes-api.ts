import type { HttpHandler, HttpMethod, HttpRequest } from '@azure/functions';
import { z } from 'zod';
import type { TriggerDependencies } from '../dependencies.ts';
import type { DescribedFunction } from '../http/http-trigger.ts';
import { tracedRequest } from '../http/traced-request.ts';
import { apiRouter } from './api-router.ts';

/** The one function below which all of the Kubernetes API is: what a path means is the router's business. */
export const kubernetesApiFunction = {
  name: 'kubernetesApi',
  methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] satisfies HttpMethod[],
  route: 'k8s/{*path}',
  // Clients send a bearer token, which the host does not know: the router checks it.
  authLevel: 'anonymous' as const,
};

/** Its clients have Kubernetes' own description, which it serves itself; here it is one path. */
export const kubernetesApiDescribed: DescribedFunction = {
  method: 'GET',
  route: 'k8s/{path}',
  authLevel: 'anonymous',
  operation: {
    id: 'callKubernetes',
    tag: 'Kubernetes',
    summary: 'Call the Kubernetes API',
    description:
      'Everything below this path is the API of Kubernetes, for kubectl and other clients, with all its methods. ' +
      'A function key is its bearer token; `kubeconfig` is the file for kubectl.',
    visibility: 'internal',
    answers: { 200: { description: 'An object of Kubernetes.', json: z.looseObject({}) } },
  },
};

export function kubernetesApi(deps: TriggerDependencies): HttpHandler {
  const { objects, workloads, hasAccess } = deps.kubernetes;
  const { clock, newId, pause, settings, version } = deps;
  const router = apiRouter({
    api: { objects, workloads, clock, newId, pause },
    hasAccess,
    server: `${settings.kubeGatewayUrl ?? settings.publicUrl}/api/k8s`,
    hub: settings.hub,
    version,
  });
  return async (request, context) => {
    const response = await tracedRequest(
      deps.tracing,
      kubernetesApiFunction.name,
      request,
      context,
      async (traceparent) =>
        router.fetch(asFetchRequest(request), {
          runs: deps.runsOf(context, traceparent),
          noteError: (error) => context.error(`kubernetesApi failed (${context.invocationId}):`, error),
        }),
    );
    return {
      status: response.status,
      headers: response.headers,
      ...(response.body ? { body: response.body as never } : {}),
    };
  };
}

function asFetchRequest({ url, method, headers, body }: HttpRequest): Request {
  const hasBody = body !== null && method !== 'GET' && method !== 'HEAD';
  return new Request(url, {
    method,
    headers,
    ...(hasBody ? { body, duplex: 'half' } : {}),
  } as RequestInit);
}
