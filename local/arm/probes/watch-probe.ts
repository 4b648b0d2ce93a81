import type { Clock } from '../../clock.ts';
import type { ProbeBody } from '../group-model/group-body.ts';

/** How a check ended: undefined when all is well, otherwise what was seen. */
export type CheckResult = string | undefined;

/** One check under way. */
export type Check = { result: Promise<CheckResult>; abort(): void };

export type ProbeWatch = {
  probe: ProbeBody;
  check(): Check;
  /** A check has failed; `isFinal` when as many in a row have as the probe allows. */
  onFailure(what: string, isFinal: boolean): void;
};

/** The service's, which are those of Kubernetes. */
const defaults = { initialDelaySeconds: 0, periodSeconds: 10, timeoutSeconds: 1, failureThreshold: 3 };

/** Checks a container as its probe says, until the returned function is called. */
export function watchProbe(clock: Clock, { probe, check, onFailure }: ProbeWatch): () => void {
  const { initialDelaySeconds, periodSeconds, timeoutSeconds, failureThreshold } = {
    initialDelaySeconds: probe.initialDelaySeconds ?? defaults.initialDelaySeconds,
    periodSeconds: probe.periodSeconds ?? defaults.periodSeconds,
    timeoutSeconds: probe.timeoutSeconds ?? defaults.timeoutSeconds,
    failureThreshold: probe.failureThreshold ?? defaults.failureThreshold,
  };
  let failures = 0;
  let stopped = false;
  let cancelNext = (): void => {};
  let abort = (): void => {};

  const once = async (): Promise<CheckResult> => {
    const checking = check();
    abort = checking.abort;
    let cancelTimeout = (): void => {};
    const timeout = new Promise<CheckResult>((resolve) => {
      cancelTimeout = clock.at(clock.now() + timeoutSeconds * 1000, () => {
        checking.abort();
        resolve(`no answer within ${timeoutSeconds} s`);
      });
    });
    const result = await Promise.race([checking.result, timeout]);
    cancelTimeout();
    return result;
  };
  const next = (delaySeconds: number): void => {
    const dueMs = clock.now() + delaySeconds * 1000;
    cancelNext = clock.at(dueMs, () => {
      void once().then((problem) => {
        if (stopped) return;
        failures = problem === undefined ? 0 : failures + 1;
        if (problem !== undefined) onFailure(problem, failures >= failureThreshold);
        // The period counts from check to check, however long one takes.
        if (!stopped) next(Math.max(dueMs / 1000 + periodSeconds - clock.now() / 1000, 0));
      });
    });
  };
  next(initialDelaySeconds);
  return () => {
    stopped = true;
    cancelNext();
    abort();
  };
}
