import { createHttpHeaders, createPipelineRequest } from '@azure/core-rest-pipeline';
import { type ArmClients, armOrigin } from './arm-clients.ts';
import { type AzureAnswer, calling, errorIn } from './azure-error.ts';

/** The version whose fields `containerGroupBody` writes; the SDK's own calls use it too. */
const apiVersion = '2023-05-01';

export type GroupRequest = {
  method: 'GET' | 'PUT' | 'DELETE' | 'POST';
  name: string;
  /** Behind the name, such as `/start`. */
  action?: string;
  body?: unknown;
  /** Continues "Azure ... while". */
  attempt: string;
};

/**
 * Requests about one container group, through the SDK's own pipeline. Its own methods poll what they began once and fail with
 * that poll, although the service took the request, and drop what they do not know of a body.
 */
export function containerGroupRequests(arm: ArmClients): (request: GroupRequest) => Promise<AzureAnswer> {
  const groups = `/subscriptions/${arm.subscriptionId}/resourceGroups/${arm.resourceGroup}/providers/Microsoft.ContainerInstance/containerGroups`;
  return async ({ method, name, action = '', body, attempt }) => {
    const client = await arm.containerInstances();
    const response = await calling(attempt, () =>
      client.sendRequest(
        createPipelineRequest({
          url: `${armOrigin}${groups}/${encodeURIComponent(name)}${action}?api-version=${apiVersion}`,
          method,
          ...(body === undefined
            ? {}
            : {
                headers: createHttpHeaders({ 'content-type': 'application/json' }),
                body: JSON.stringify(body),
              }),
        }),
      ),
    );
    return { status: response.status, ...errorIn(response.bodyAsText) };
  };
}
