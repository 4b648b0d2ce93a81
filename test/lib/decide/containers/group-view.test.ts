import { describe, expect, test } from 'vitest';
import type { GroupCondition, GroupDetails } from '../../../../contract/container-operations.ts';
import { groupCondition } from '../../../../lib/decide/containers/group-view.ts';

const ended = (exitCode: number) => ({ state: 'terminated', exitCode }) as const;
const running = { state: 'running' } as const;
const waiting = { state: 'waiting' } as const;

describe('groupCondition', () => {
  test.each<[string, Partial<GroupDetails>, Array<object>, GroupCondition]>([
    ['nothing was reported yet', {}, [waiting], 'pending'],
    ['Azure says that it runs', { groupState: 'Running' }, [running, waiting], 'running'],
    ['Azure says that it ended well', { groupState: 'Succeeded' }, [ended(0)], 'succeeded'],
    ['Azure says that it failed', { groupState: 'Failed' }, [ended(1)], 'failed'],
    ['somebody stopped it', { groupState: 'Stopped' }, [ended(0)], 'stopped'],
    ['it could not be provisioned', { provisioningState: 'Failed' }, [waiting], 'failed'],
    [
      'Azure calls it running, but all have ended',
      { groupState: 'Running' },
      [ended(0), ended(0)],
      'succeeded',
    ],
    ['Azure calls it running, but one has failed', { groupState: 'Running' }, [ended(0), ended(3)], 'failed'],
    ['one of two still runs', { groupState: 'Running' }, [ended(0), running], 'running'],
    [
      'one that failed is started again',
      { groupState: 'Running', restartPolicy: 'OnFailure' },
      [ended(3)],
      'running',
    ],
    [
      'all ended well that would be started again if not',
      { groupState: 'Running', restartPolicy: 'OnFailure' },
      [ended(0)],
      'succeeded',
    ],
    [
      'one that ended is started again',
      { groupState: 'Running', restartPolicy: 'Always' },
      [ended(0)],
      'running',
    ],
  ])('when %s', (_, overrides, containers, condition) => {
    const details = {
      provisioningState: 'Succeeded',
      restartPolicy: 'Never',
      ...overrides,
      containers,
    } as GroupDetails;
    expect(groupCondition(details)).toBe(condition);
  });
});
