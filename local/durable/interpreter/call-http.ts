import {
  type HttpCallRequest,
  type HttpCallResponse,
  httpActivityName,
  responseHeader,
} from '../protocol/http-call.ts';
import type { Settle } from './decision.ts';
import type { Replay } from './replay.ts';

/** One request, and while the answer is 202 with a Location, a timer and a GET of that. */
export function callHttp(replay: Replay, request: HttpCallRequest, settle: Settle): void {
  replay.schedule({ kind: 'activity', name: httpActivityName, input: JSON.stringify(request) }, (end) => {
    if (!end.ok || end.result === null) {
      settle(end);
      return;
    }
    const response = JSON.parse(end.result) as HttpCallResponse;
    if (response.statusCode !== 202 || !request.asynchronousPatternEnabled) {
      settle(end);
      return;
    }
    const location = responseHeader(response, 'location');
    if (!location) {
      replay.note({
        trap: 'noLocation',
        level: 'warning',
        message: `${request.method} ${request.uri} answered 202 without a Location. Azure would take one more timer id here and lose the result of the next call; set enablePolling to false.`,
      });
      settle(end);
      return;
    }
    const retryAfter = responseHeader(response, 'retry-after');
    if (retryAfter !== undefined && !/^\s*[+-]?\d+\s*$/.test(retryAfter)) {
      replay.refused = true;
      replay.note({
        trap: 'noLocation',
        level: 'error',
        message: `${request.method} ${request.uri} answered 202 with Retry-After '${retryAfter}', which is no number of seconds: it is never polled and the instance stays Running for ever, here as on Azure. Set enablePolling to false.`,
      });
      return;
    }
    const seconds = Number(retryAfter);
    const delayMs = seconds > 0 ? seconds * 1000 : replay.rules.settings.httpSleepMs;
    replay.schedule({ kind: 'timer', dueMs: replay.nowMs + delayMs }, () =>
      callHttp(replay, pollRequest(request, location), settle),
    );
  });
}

/** The function key goes to the first address only. */
function pollRequest(request: HttpCallRequest, location: string): HttpCallRequest {
  const headers = Object.fromEntries(
    Object.entries(request.headers ?? {}).filter(([name]) => name.toLowerCase() !== 'x-functions-key'),
  );
  return {
    method: 'GET',
    uri: new URL(location, request.uri).href,
    headers,
    asynchronousPatternEnabled: true,
    ...(request.tokenSource && { tokenSource: request.tokenSource }),
  };
}
