import type { Job } from 'kubernetes-types/batch/v1.js';
import type { Pod } from 'kubernetes-types/core/v1.js';
import type { FieldCause } from '../../../contract/field-causes.ts';
import type {
  ExecRequest,
  ExecTarget,
  KubeWorkloads,
  PodLogOptions,
  PodLogs,
} from '../../../lib/kubernetes/kube-workloads.ts';

/** Notes what it is asked, and runs nothing: the test writes statuses, and removes what was stopped. */
export class FakeKubeWorkloads implements KubeWorkloads {
  readonly started: Array<Pod | Job> = [];
  readonly stopped: Array<Pod | Job> = [];
  readonly asked: Array<PodLogOptions | ExecRequest> = [];
  /** What is wrong with every workload. */
  causes: FieldCause[] = [];
  /** What the containers have written; undefined while they wait to start. */
  log: string[] | undefined = [];
  target: ExecTarget = { kind: 'refused', message: 'This pod has no terminal.' };
  /** Called for what is stopped. */
  onStop: (workload: Pod | Job) => Promise<void> = async () => {};
  /** Called for what is started. */
  onStart: (workload: Pod | Job) => Promise<void> = async () => {};

  async refusals(): Promise<FieldCause[]> {
    return this.causes;
  }

  async start(workload: Pod | Job): Promise<void> {
    this.started.push(workload);
    await this.onStart(workload);
  }

  async stop(workload: Pod | Job): Promise<void> {
    this.stopped.push(workload);
    await this.onStop(workload);
  }

  async logs(pod: Pod, options: PodLogOptions): Promise<PodLogs> {
    this.asked.push(options);
    const { log } = this;
    if (!log) return { kind: 'none', message: `pod "${pod.metadata?.name}" is waiting to start` };
    async function* text(): AsyncGenerator<string> {
      yield* log ?? [];
    }
    return { kind: 'logs', text: text() };
  }

  async exec(_: Pod, request: ExecRequest): Promise<ExecTarget> {
    this.asked.push(request);
    return this.target;
  }
}
