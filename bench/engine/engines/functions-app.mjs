import { setTimeout as sleep } from 'node:timers/promises';
import { HttpClient } from '../child/http-client.mjs';

const management = '/runtime/webhooks/durabletask';
const ended = new Set(['Completed', 'Failed', 'Terminated']);

/** The benchmark's app on any Functions host, seen from outside, over HTTP. */
export function functionsApp(origin) {
  const http = new HttpClient(origin);
  return {
    http,
    start: (kind, id, input = null) => http.call('POST', `${management}/orchestrators/${kind}/${id}`, input),
    /** The end of each instance as the client learns of it: the request is under way while they run. */
    async finished(ids) {
      const results = await http.call('POST', '/api/finished', ids);
      const at = performance.now();
      return results.map((result) => ({ at, result }));
    },
    async visible(id) {
      for (;;) {
        const { runtimeStatus } = await http.call('GET', `${management}/instances/${id}`);
        if (ended.has(runtimeStatus)) return;
        await sleep(1);
      }
    },
    signal: (id) => http.call('POST', `${management}/instances/${id}/raiseEvent/go`, 1),
    reached: (count) => http.call('POST', '/api/reached', count),
    stamps: () => http.call('POST', '/api/stamps'),
  };
}
