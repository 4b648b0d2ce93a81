import type { SweepOutcome, SweepRequest } from './container-runs.ts';
import type { ContainerOutcome, ContainerSpec } from './containers.ts';
import type { LaneRequest } from './lanes.ts';
import type { PublishManyOutcome, PublishManyRequest, PublishOutcome, PublishRequest } from './publishes.ts';

/** Every orchestrator by its name: what goes in, and what comes out. */
export type Orchestrators = {
  publishSite(input: PublishRequest): PublishOutcome;
  publishSites(input: PublishManyRequest): PublishManyOutcome;
  siteLane(input: LaneRequest): { kind: 'left' };
  runContainer(input: ContainerSpec): ContainerOutcome;
  sweepOrphans(input: SweepRequest): SweepOutcome;
};

export type OrchestratorName = keyof Orchestrators;
export type OrchestratorInput<Name extends OrchestratorName> = Parameters<Orchestrators[Name]>[0];
export type OrchestratorResult<Name extends OrchestratorName> = ReturnType<Orchestrators[Name]>;
