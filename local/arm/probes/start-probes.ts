import type { Clock } from '../../clock.ts';
import type { ContainerBody, ProbeBody } from '../group-model/group-body.ts';
import type { RunningContainer } from '../runtime/container-runtime.ts';
import { checkCommand } from './check-command.ts';
import { checkHttp } from './check-http.ts';
import { type Check, watchProbe } from './watch-probe.ts';

export type ProbeOptions = {
  container: ContainerBody;
  instance: RunningContainer;
  /** Where its ports are reached. */
  address: string;
  /** A check failed: what the service writes of it. */
  onUnhealthy(message: string): void;
  /** The liveness probe has failed for good: the container is to be ended, as the service ends it. */
  onDead(message: string): void;
};

/** Watches a running instance by its probes, until the returned function is called. */
export function startProbes(clock: Clock, options: ProbeOptions): () => void {
  const { container, instance, address, onUnhealthy, onDead } = options;
  const { livenessProbe, readinessProbe } = container.properties;
  const check = ({ exec, httpGet }: ProbeBody): Check =>
    httpGet ? checkHttp(address, httpGet) : checkCommand(instance, exec?.command ?? []);
  const stops: (() => void)[] = [];
  const stop = (): void => {
    for (const each of stops) each();
  };
  if (livenessProbe) {
    const onFailure = (what: string, isFinal: boolean): void => {
      onUnhealthy(`Liveness probe failed: ${what}`);
      if (!isFinal) return;
      stop();
      onDead(`Container ${container.name} failed liveness probe, will be restarted`);
    };
    stops.push(watchProbe(clock, { probe: livenessProbe, check: () => check(livenessProbe), onFailure }));
  }
  if (readinessProbe) {
    // A container that is not ready is shown by its events alone; nothing here balances load.
    const onFailure = (what: string): void => onUnhealthy(`Readiness probe failed: ${what}`);
    stops.push(watchProbe(clock, { probe: readinessProbe, check: () => check(readinessProbe), onFailure }));
  }
  return stop;
}
