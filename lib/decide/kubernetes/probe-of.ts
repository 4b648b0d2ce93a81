import type { Container, HTTPGetAction, Probe as PodProbe } from 'kubernetes-types/core/v1.js';
import type { Probe } from '../../../contract/container-specs.ts';
import { withoutUndefined } from '../runs/without-undefined.ts';
import { httpGetFieldRules, probeFieldRules } from './container-field-rules.ts';
import { checkFields } from './field-rules.ts';
import type { Findings } from './findings.ts';

/** Undefined after a refusal. */
export function probeOf(
  found: Findings,
  path: string,
  container: Container,
  probe: PodProbe,
): Probe | undefined {
  checkFields(found, path, probe, probeFieldRules);
  const check = checkOf(found, path, container, probe);
  if (!check) return undefined;
  const { initialDelaySeconds, periodSeconds, failureThreshold, timeoutSeconds } = probe;
  return withoutUndefined({ check, initialDelaySeconds, periodSeconds, failureThreshold, timeoutSeconds });
}

function checkOf(
  found: Findings,
  path: string,
  container: Container,
  { exec, httpGet, tcpSocket, grpc }: PodProbe,
): Probe['check'] | undefined {
  if (exec?.command?.length) return { kind: 'command', command: exec.command };
  if (httpGet) {
    checkFields(found, `${path}.httpGet`, httpGet, httpGetFieldRules);
    const port = portOf(container, httpGet);
    if (port !== undefined) return { kind: 'http', port, ...(httpGet.path ? { path: httpGet.path } : {}) };
    found.refuse(`${path}.httpGet.port`, `The container has no port "${httpGet.port}".`, 'FieldValueInvalid');
  } else if (!tcpSocket && !grpc) {
    found.refuse(path, 'A probe needs exec.command or httpGet.', 'FieldValueRequired');
  }
  return undefined;
}

function portOf({ ports = [] }: Container, { port }: HTTPGetAction): number | undefined {
  if (typeof port === 'number') return port;
  return /^\d+$/.test(port) ? Number(port) : ports.find(({ name }) => name === port)?.containerPort;
}
