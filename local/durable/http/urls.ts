import type { EngineSettings } from '../settings.ts';

const webhookPath = '/runtime/webhooks/durabletask';

/** Where the engine is reached, and the key that its URLs carry. */
export type EngineUrls = {
  /** Like `http://127.0.0.1:7071`. */
  origin: string;
  systemKey?: string;
};

export function webhookBase(origin: string): string {
  return `${origin}${webhookPath}`;
}

function codeOf(urls: EngineUrls): string {
  return urls.systemKey ? `code=${urls.systemKey}` : '';
}

/** The query that every management URL has. */
function commonQuery(settings: EngineSettings, urls: EngineUrls): string {
  const hub = `taskHub=${settings.hubName}&connection=${settings.connectionName}`;
  return urls.systemKey ? `${hub}&${codeOf(urls)}` : hub;
}

export type ManagementUrls = {
  id: string;
  statusQueryGetUri: string;
  sendEventPostUri: string;
  terminatePostUri: string;
  rewindPostUri: string;
  purgeHistoryDeleteUri: string;
  restartPostUri: string;
  suspendPostUri: string;
  resumePostUri: string;
};

/** As .NET encodes for URLs: a blank becomes a plus, which the extension decodes again. */
function encodedId(instanceId: string): string {
  return encodeURIComponent(instanceId).replaceAll('%20', '+').replaceAll("'", '%27').replaceAll('~', '%7E');
}

/** The URLs by which one instance is managed; placeholders in braces are for the caller to fill. */
export function managementUrls(
  settings: EngineSettings,
  urls: EngineUrls,
  instanceId: string,
): ManagementUrls {
  const query = commonQuery(settings, urls);
  const instance = `${webhookBase(urls.origin)}/instances/${encodedId(instanceId)}`;
  return {
    id: instanceId,
    statusQueryGetUri: `${instance}?${query}`,
    sendEventPostUri: `${instance}/raiseEvent/{eventName}?${query}`,
    terminatePostUri: `${instance}/terminate?reason={text}&${query}`,
    rewindPostUri: `${instance}/rewind?reason={text}&${query}`,
    purgeHistoryDeleteUri: `${instance}?${query}`,
    restartPostUri: `${instance}/restart?${query}`,
    suspendPostUri: `${instance}/suspend?reason={text}&${query}`,
    resumePostUri: `${instance}/resume?reason={text}&${query}`,
  };
}

/** The JSON text of a durableClient input; with `rpcOrigin` null the SDK uses the webhook URLs. */
export function clientBinding(settings: EngineSettings, urls: EngineUrls, rpcOrigin: string | null): string {
  const base = webhookBase(urls.origin);
  const code = codeOf(urls);
  const start = `${base}/orchestrators/{functionName}[/{instanceId}]`;
  return JSON.stringify({
    taskHubName: settings.hubName,
    connectionName: null,
    creationUrls: {
      createNewInstancePostUri: code ? `${start}?${code}` : start,
      createAndWaitOnNewInstancePostUri: `${start}?timeout={timeoutInSeconds}&pollingInterval={intervalInSeconds}${code && `&${code}`}`,
    },
    managementUrls: managementUrls(settings, urls, 'INSTANCEID'),
    baseUrl: base,
    requiredQueryStringParameters: code,
    rpcBaseUrl: rpcOrigin === null ? null : `${rpcOrigin}/durabletask/`,
    httpBaseUrl: null,
    maxGrpcMessageSizeInBytes: null,
    grpcHttpClientTimeout: null,
  });
}
