import type { Caller } from '../caller.ts';
import { area, type Play } from '../scenario.ts';

type Request = {
  method: string;
  path: string;
  body?: unknown;
  headers?: Record<string, string>;
  enablePolling?: boolean;
};

/** Lets an orchestrator call the app itself; `{id}` in the path is the scenario's. */
function calls({ path, ...request }: Request, program = 'Http'): Play {
  return async (call) => {
    await call.start(program, { ...request, url: urlOf(call, path) });
    const { runtimeStatus, output } = await call.end();
    call.see('outcome', { runtimeStatus, output });
  };
}

const urlOf = (call: Caller, path: string): string => `${call.origin}/api/${path.replace('{id}', call.id())}`;

export const httpCalls = area('httpCalls', {
  get: ['a GET brings status, headers and content', calls({ method: 'GET', path: 'text' })],
  post: [
    'a POST sends body and headers',
    calls({
      method: 'POST',
      path: 'job/{id}',
      body: '{"q":1}',
      headers: { 'content-type': 'application/json', 'x-test': 'v', 'x-functions-key': 'secret' },
    }),
  ],
  postText: ['a text without a type', calls({ method: 'POST', path: 'job/{id}', body: 'plain' })],
  postObject: ['an object as body', calls({ method: 'POST', path: 'job/{id}', body: { q: [1, 2] } })],
  put: ['a PUT', calls({ method: 'PUT', path: 'job/{id}', body: 'x' })],
  patch: ['a PATCH', calls({ method: 'PATCH', path: 'job/{id}', body: 'x' })],
  delete: ['a DELETE', calls({ method: 'DELETE', path: 'job/{id}' })],
  polls: [
    'a 202 is polled as it says, without the function key',
    calls({
      method: 'POST',
      path: 'job/{id}?polls=2&retryAfter=1',
      body: '{"q":1}',
      headers: { 'x-test': 'v', 'x-functions-key': 'secret' },
    }),
  ],
  pollsDefault: [
    'a 202 without a Retry-After is polled after the time of the settings',
    calls({ method: 'GET', path: 'job/{id}?polls=1' }),
  ],
  pollsRelative: [
    'a Location without a host',
    calls({ method: 'GET', path: 'job/{id}?polls=1&retryAfter=1&relative=1' }),
  ],
  pollsHistory: [
    'what polling leaves in the history',
    async (call) => {
      await call.start('Http', { method: 'GET', url: urlOf(call, 'job/{id}?polls=1&retryAfter=1') });
      const { historyEvents = [] } = await call.end();
      call.see(
        'rows',
        historyEvents.map(({ EventType, FunctionName }) => ({ EventType, FunctionName })),
      );
    },
  ],
  noPolling: [
    'a 202 is the result when polling is off',
    calls({ method: 'GET', path: 'job/{id}?polls=1', enablePolling: false }),
  ],
  noLocation: ['a 202 without a Location is the result', calls({ method: 'GET', path: 'no-location' })],
  noLocationThen: [
    'a call after a 202 without a Location',
    calls({ method: 'GET', path: 'no-location' }, 'HttpThenEcho'),
  ],
  notFound: ['a 404 is a result', calls({ method: 'GET', path: 'job/{id}?status=404' })],
  serverError: ['a 500 is a result', calls({ method: 'GET', path: 'job/{id}?status=500' })],
  redirect: ['a redirect is a result', calls({ method: 'GET', path: 'job/{id}?status=302' })],
  noContent: ['a 204 is a result', calls({ method: 'GET', path: 'text?status=204' })],
  after: ['a call after a call', calls({ method: 'GET', path: 'text' }, 'HttpThenEcho')],
  both: [
    'two calls at once',
    async (call) => {
      await call.start('HttpBoth', [urlOf(call, 'text'), urlOf(call, 'text?status=418')]);
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  refused: [
    'a refused connection is an error',
    async (call) => {
      await call.start('Http', { method: 'GET', url: 'http://127.0.0.1:9/' });
      const { runtimeStatus, output } = await call.end();
      call.see('outcome', { runtimeStatus, output });
    },
  ],
  notAUrl: [
    'an address that is none',
    async (call) => {
      await call.start('Http', { method: 'GET', url: 'nonsense' });
      call.see('status', await call.end());
    },
  ],
});
