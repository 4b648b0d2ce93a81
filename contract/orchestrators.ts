import type {
  ContainerRunOutcome,
  ContainerRunRequest,
  GroupRemoval,
  RemovalOutcome,
  SweepOutcome,
  SweepRequest,
} from './container-runs.ts';
import type {
  FleetRequest,
  ServerDrainOutcome,
  ServerDrainRequest,
  ServerStartOutcome,
  ServerStartRequest,
} from './fleet-runs.ts';
import type { JobArrayRequest, JobGraphRequest, JobItemsOutcome } from './job-items.ts';
import type { JobOutcome, JobRequest } from './jobs.ts';
import type { CleanUpOutcome, CleanUpRequest } from './keeping.ts';
import type { KubeJobOutcome, KubeJobRequest } from './kube-jobs.ts';
import type { LaneRequest } from './lanes.ts';
import type { PodOutcome, PodRequest } from './pods.ts';
import type { PublishManyOutcome, PublishManyRequest, PublishOutcome, PublishRequest } from './publishes.ts';

/** Every orchestrator by its name: what goes in, and what comes out. */
export type Orchestrators = {
  cleanUp(input: CleanUpRequest): CleanUpOutcome;
  drainServer(input: ServerDrainRequest): ServerDrainOutcome;
  fleet(input: FleetRequest): { kind: 'left' };
  publishSite(input: PublishRequest): PublishOutcome;
  publishSites(input: PublishManyRequest): PublishManyOutcome;
  runArray(input: JobArrayRequest): JobItemsOutcome;
  runGraph(input: JobGraphRequest): JobItemsOutcome;
  runJob(input: JobRequest): JobOutcome;
  siteLane(input: LaneRequest): { kind: 'left' };
  runContainer(input: ContainerRunRequest): ContainerRunOutcome;
  runKubeJob(input: KubeJobRequest): KubeJobOutcome;
  runPod(input: PodRequest): PodOutcome;
  removeGroup(input: GroupRemoval): RemovalOutcome;
  startServer(input: ServerStartRequest): ServerStartOutcome;
  sweepOrphans(input: SweepRequest): SweepOutcome;
};

export type OrchestratorName = keyof Orchestrators;
export type OrchestratorInput<Name extends OrchestratorName> = Parameters<Orchestrators[Name]>[0];
export type OrchestratorResult<Name extends OrchestratorName> = ReturnType<Orchestrators[Name]>;
