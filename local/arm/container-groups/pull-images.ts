import { addEvent, type ContainerRecord, type GroupEvent, type GroupRecord } from './group-record.ts';
import type { RunContext } from './run-context.ts';

export type PullOptions = {
  record: GroupRecord;
  /** The clock's, ended with the run. */
  later(delayMs: number, action: () => void): void;
  onChanged(): void;
  onPulled(): void;
};

/** Pulls the images of a group's containers; a pull that fails is tried again and again, ever later. */
export function pullImages(context: RunContext, options: PullOptions): void {
  const { clock, faults, timings } = context;
  const { record, later, onChanged, onPulled } = options;
  const bodies = [...(record.body.properties.initContainers ?? []), ...record.body.properties.containers];
  const containers = [...record.initContainers, ...record.containers].map((container, index) => ({
    container,
    image: bodies[index]?.properties.image ?? '',
  }));
  const each = (action: (container: ContainerRecord, image: string) => void): void => {
    for (const { container, image } of containers) action(container, image);
    onChanged();
  };
  const event = (
    container: ContainerRecord,
    name: string,
    message: string,
    type: GroupEvent['type'] = 'Normal',
  ): void => addEvent(container.events, clock.now(), { name, message, type });

  const pulling = (): void =>
    each((container, image) => event(container, 'Pulling', `pulling image "${image}"`));
  const pulled = (): void => {
    each((container, image) => event(container, 'Pulled', `Successfully pulled image "${image}"`));
    onPulled();
  };
  const failed = (backOffMs: number): void => {
    each((container, image) => {
      container.currentState = {
        state: 'Waiting',
        detailStatus: `ImagePullBackOff: Back-off pulling image "${image}"`,
      };
      const failure = `Failed to pull image "${image}": rpc error: code = NotFound`;
      event(container, 'Failed', failure, 'Warning');
      event(container, 'BackOff', `Back-off pulling image "${image}"`, 'Warning');
    });
    later(backOffMs, () => {
      pulling();
      failed(Math.min(backOffMs * 2, timings.backOffLimitMs));
    });
  };

  const failure = faults.take('pullFailure', record.name);
  each((container) => {
    container.currentState = { state: 'Waiting', detailStatus: 'ContainerCreating' };
  });
  pulling();
  later(timings.pullMs, () => (failure ? failed(timings.backOffMs) : pulled()));
}
