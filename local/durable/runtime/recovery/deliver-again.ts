import { redeliveryMs } from '../../imitate/imitation.ts';
import { isoTime } from '../../protocol/timestamps.ts';
import type { ActivityCall } from '../activities/activity-call.ts';
import type { Runtime } from '../runtime.ts';

/** An activity that had not ended when the engine before this one did. */
export type Interrupted = { call: ActivityCall; scheduledMs: number };

type Parts = Pick<Runtime, 'clock' | 'imitation' | 'log' | 'activities'>;

/** So many activities are named in the log. */
const mostNamed = 3;

/** Runs activities again that were interrupted: at once, or when Azure's queue would show their messages again. */
export function deliverAgain(runtime: Parts, interrupted: readonly Interrupted[]): void {
  const { clock, imitation } = runtime;
  tell(runtime, interrupted);
  for (const { call, scheduledMs } of interrupted) {
    const { instance, id } = call;
    const visibleMs = imitation.redelivery ? scheduledMs + redeliveryMs : 0;
    const deliver = (): void => {
      instance.timers.delete(id);
      runtime.activities.add(call);
    };
    if (visibleMs <= clock.now()) runtime.activities.add(call);
    else instance.timers.set(id, clock.at(visibleMs, deliver));
  }
}

function tell(
  { log, imitation }: Pick<Parts, 'log' | 'imitation'>,
  interrupted: readonly Interrupted[],
): void {
  const [first] = interrupted;
  if (!first) return;
  const named = interrupted
    .slice(0, mostNamed)
    .map(({ call }) => `'${call.name}' of '${call.instance.instanceId}'`)
    .join(', ');
  const more = interrupted.length > mostNamed ? ` and ${interrupted.length - mostNamed} more` : '';
  const what = `Activities that had not ended when the host did: ${named}${more}.`;
  if (imitation.redelivery) {
    const latest = Math.max(...interrupted.map(({ scheduledMs }) => scheduledMs)) + redeliveryMs;
    log({
      level: 'information',
      message: `${what} They run again five minutes after they were called, the last at ${isoTime(latest)}, as on Azure.`,
    });
    return;
  }
  log({
    level: 'information',
    trap: 'inFlightAtCrash',
    instanceId: first.call.instance.instanceId,
    message: `${what} They run again now; on Azure only five minutes after they were called, for their queue hides them so long. Let deadlines allow for that; imitateAzure with redelivery shows it.`,
  });
}
