import { eventType } from '../../protocol/history-events.ts';
import { type Posting, postEvent } from '../events/post-event.ts';
import type { Ground } from '../ground.ts';
import type { LiveInstance } from '../instances/live-instance.ts';
import type { TurnEnd } from '../outcomes/turn-outcome.ts';

/** The message by which a child that ends tells its parent; undefined when it has none or goes on. */
export function answerToParent(
  ground: Ground,
  child: LiveInstance,
  end: TurnEnd,
  time: string,
): Posting | undefined {
  const { parent } = child.row;
  if (!parent) return undefined;
  const common = { TaskScheduledId: parent.TaskScheduleId, EventId: -1, Timestamp: time };
  const { InstanceId, ExecutionId } = parent.OrchestrationInstance;
  switch (end.kind) {
    case 'completed':
      return postEvent(
        ground,
        InstanceId,
        { EventType: eventType.childCompleted, Result: end.output, ...common },
        ExecutionId,
      );
    case 'failed':
      return postEvent(
        ground,
        InstanceId,
        {
          EventType: eventType.childFailed,
          Reason: end.result,
          Details: end.details,
          FailureDetails: end.failureDetails,
          ...common,
        },
        ExecutionId,
      );
    case 'terminated':
      ground.log({
        level: 'warning',
        trap: 'childTerminated',
        message: `The child '${child.instanceId}' was terminated: here its parent gets an error that it can catch, on Azure the parent fails as non-deterministic. Cancel children by an event.`,
        instanceId: InstanceId,
      });
      // On Azure Details is null, which the SDK can't read.
      return postEvent(
        ground,
        InstanceId,
        {
          EventType: eventType.childFailed,
          Reason: end.reason ?? '',
          Details: `The sub-orchestration '${child.instanceId}' was terminated.`,
          FailureDetails: null,
          ...common,
        },
        ExecutionId,
      );
    default:
      return undefined;
  }
}
