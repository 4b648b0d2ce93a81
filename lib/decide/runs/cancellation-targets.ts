import type { PublishLaneRequest, PublishManyRequest } from '../../../contract/publishes.ts';
import { childRunId } from '../../ids.ts';
import { dealIntoLanes } from '../sites/lanes.ts';

export type CancellationTargets = {
  /** Every run that is to find itself cancelled. */
  marked: string[];
  /** Those of them that wait for something and have to be woken. */
  woken: string[];
};

/** The site runs of a publish of many sites: site name to run id, dealt to lanes as `publishSites` deals them. */
export function siteRunIds(id: string, input: PublishManyRequest): Array<{ site: string; runId: string }> {
  return dealIntoLanes(input.sites, input.concurrency).flatMap((sites, lane) =>
    sites.map((site) => ({ site, runId: childRunId(childRunId(id, `lane-${lane}`), site) })),
  );
}

/** Which runs a cancellation of one run is for. `input` is the run's own; only batches need it. */
export function cancellationTargets(id: string, name: string, input: unknown): CancellationTargets {
  switch (name) {
    case 'publishSite':
      return publishTargets(id);
    case 'publishSites':
      return batchTargets(
        id,
        siteRunIds(id, input as PublishManyRequest).map(({ runId }) => runId),
      );
    case 'publishLane':
      return batchTargets(
        id,
        (input as PublishLaneRequest).sites.map((site) => childRunId(id, site)),
      );
    case 'runContainer':
      return { marked: [id], woken: [id] };
    default:
      return { marked: [id], woken: [] };
  }
}

function batchTargets(id: string, publishes: readonly string[]): CancellationTargets {
  const targets = publishes.map(publishTargets);
  return {
    marked: [id, ...targets.flatMap(({ marked }) => marked)],
    woken: targets.flatMap(({ woken }) => woken),
  };
}

function publishTargets(id: string): CancellationTargets {
  const container = childRunId(id, 'container');
  return { marked: [id, container], woken: [container] };
}
