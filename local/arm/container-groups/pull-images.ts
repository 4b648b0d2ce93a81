import {
  addEvent,
  type ContainerRecord,
  type GroupEvent,
  type GroupRecord,
} from '../group-model/group-record.ts';
import { credentialFor } from '../group-model/registry-credential.ts';
import type { ImageAnswer, RegistryCredential } from '../runtime/container-runtime.ts';
import type { RunContext } from './run-context.ts';

export type PullOptions = {
  record: GroupRecord;
  credentials: RegistryCredential[];
  /** The clock's, ended with the run. */
  later(delayMs: number, action: () => void): void;
  /** The run has ended in the meantime. */
  isOver(): boolean;
  onChanged(): void;
  onPulled(): void;
};

/** The error of the service's node for each way in which a pull fails. */
const pullErrors = {
  absent: 'rpc error: code = NotFound',
  refused: 'rpc error: code = Unauthenticated',
  throttled: 'rpc error: code = ResourceExhausted desc = 429 Too Many Requests',
};

/** Pulls the images of a group's containers; a pull that fails is tried again and again, ever later. */
export function pullImages(context: RunContext, options: PullOptions): void {
  const { clock, faults, runtime, timings } = context;
  const { record, credentials, later, isOver, onChanged, onPulled } = options;
  const bodies = [...(record.body.properties.initContainers ?? []), ...record.body.properties.containers];
  const containers = [...record.initContainers, ...record.containers].map((container, index) => ({
    container,
    image: bodies[index]?.properties.image ?? '',
  }));
  const event = (
    container: ContainerRecord,
    name: string,
    message: string,
    type: GroupEvent['type'] = 'Normal',
  ): void => addEvent(container.events, clock.now(), { name, message, type });

  const fault = faults.take('pullFailure', record.name);
  const faulty: ImageAnswer | undefined = fault && { kind: fault.reason ?? 'absent', message: '' };
  const pull = async (image: string): Promise<ImageAnswer> =>
    faulty ?? runtime.pullImage(image, credentialFor(image, credentials));

  const failed = (container: ContainerRecord, image: string, answer: ImageAnswer): void => {
    if (answer.kind === 'present') return;
    container.currentState = {
      state: 'Waiting',
      detailStatus: `ImagePullBackOff: Back-off pulling image "${image}"`,
    };
    const failure = `Failed to pull image "${image}": ${pullErrors[answer.kind]}`;
    event(container, 'Failed', answer.message ? `${failure}: ${answer.message}` : failure, 'Warning');
    event(container, 'BackOff', `Back-off pulling image "${image}"`, 'Warning');
  };
  const attempt = async (pending: typeof containers, backOffMs: number): Promise<void> => {
    const pulls = new Map(
      [...new Set(pending.map(({ image }) => image))].map((image) => [image, pull(image)]),
    );
    const left: typeof containers = [];
    for (const one of pending) {
      const answer = (await pulls.get(one.image)) as ImageAnswer;
      if (isOver()) return;
      if (answer.kind === 'present') {
        event(one.container, 'Pulled', `Successfully pulled image "${one.image}"`);
      } else {
        failed(one.container, one.image, answer);
        left.push(one);
      }
    }
    onChanged();
    if (left.length === 0) onPulled();
    else later(backOffMs, () => begin(left, 0, Math.min(backOffMs * 2, timings.backOffLimitMs)));
  };
  const begin = (pending: typeof containers, delayMs: number, backOffMs: number): void => {
    for (const { container, image } of pending) event(container, 'Pulling', `pulling image "${image}"`);
    onChanged();
    later(delayMs, () => void attempt(pending, backOffMs));
  };

  for (const { container } of containers) {
    container.currentState = { state: 'Waiting', detailStatus: 'ContainerCreating' };
  }
  begin(containers, timings.pullMs, timings.backOffMs);
}
