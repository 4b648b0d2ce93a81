import { randomUUID } from 'node:crypto';
import { type TypedData, textData } from '../../../typed-data.ts';
import { unknownFunctionText } from '../../interpreter/refuse.ts';
import { wellFormedJson } from '../../protocol/dot-net-json.ts';
import { eventType, type HistoryEvent } from '../../protocol/history-events.ts';
import { httpActivityName } from '../../protocol/http-call.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import type { Ground } from '../ground.ts';
import { type CallCookies, sendHttpCall } from '../http-calls/send-http-call.ts';
import type { ActivityCall } from './activity-call.ts';
import { activityFailure } from './activity-failure.ts';

type Parts = Pick<Ground, 'functions' | 'registered' | 'clock' | 'cookies' | 'log'>;

export type ActivityEnd = Extract<
  HistoryEvent,
  { EventType: typeof eventType.taskCompleted | typeof eventType.taskFailed }
>;

/** Calls the function and makes an event of its end; never rejects. */
export async function runActivity(parts: Parts, call: ActivityCall): Promise<ActivityEnd> {
  const common = () => ({
    TaskScheduledId: call.id,
    EventId: -1,
    Timestamp: isoTime(parts.clock.now()),
  });
  try {
    const Result = await resultOf(parts, call);
    return { EventType: eventType.taskCompleted, Result, ...common() };
  } catch (error) {
    return { EventType: eventType.taskFailed, ...activityFailure(call.name, error), ...common() };
  }
}

async function resultOf(parts: Parts, call: ActivityCall): Promise<string | null> {
  if (call.name === httpActivityName) return sendHttpCall(call.input ?? '', cookiesOf(parts, call));
  const name = parts.registered('activity', call.name);
  if (name === undefined) {
    // It was registered when the orchestrator called it.
    throw new Error(unknownFunctionText(call.name, 'activity', parts.functions.names('activity')));
  }
  const trigger = call.input === null ? null : { string: call.input };
  return resultText(await parts.functions.invoke(name, trigger, metadataOf(parts, call)));
}

function cookiesOf({ cookies, log }: Parts, { instance: { instanceId } }: ActivityCall): CallCookies {
  return {
    of(url) {
      const { header, others } = cookies.send(url, instanceId);
      for (const { name, owner } of others)
        log({
          level: 'warning',
          trap: 'cookieShared',
          instanceId,
          message: `callHttp sends the cookie '${name}' to ${url.host} that the instance '${owner}' was given: here as on Azure all orchestrations of a process share their cookies, and those of another process have none of them. Call from an activity what goes by cookies.`,
        });
      return header;
    },
    take: (url, setCookies) => cookies.take(url, setCookies, instanceId),
  };
}

function metadataOf(parts: Parts, call: ActivityCall): Record<string, TypedData> {
  const sys = { MethodName: call.name, UtcNow: isoTime(parts.clock.now()), RandGuid: randomUUID() };
  const metadata: Record<string, TypedData> = {
    instanceId: textData(call.instance.instanceId),
    sys: { json: JSON.stringify(sys) },
  };
  // A text is JSON of its own here, anything else is the value that it stands for.
  const { input } = call;
  if (input !== null) metadata.data = { json: /^["TF]/.test(input) ? JSON.stringify(input) : input };
  return metadata;
}

/** A returned string is quoted even when it looks like JSON. */
function resultText(value: TypedData | undefined): string | null {
  if (value === undefined) return null;
  if (value.string !== undefined) return wellFormedJson(JSON.stringify(value.string));
  if (value.json !== undefined) return wellFormedJson(value.json);
  if (value.bytes !== undefined) return JSON.stringify(Buffer.from(value.bytes).toString('base64'));
  const number = value.int ?? value.double;
  if (number === undefined) return null;
  // .NET writes what JSON does not have as a text.
  return Number.isFinite(number) ? String(number) : JSON.stringify(String(number));
}
