import { type FieldRules, mapped, noEffect, only, refused } from './field-rules.ts';

const noHook = refused(
  'Azure has no lifecycle hooks. Start what has to run before in an init container, or in the command itself.',
);
const noStartupProbe = refused(
  'Azure has no startup probes. Give the liveness probe an initialDelaySeconds.',
);
const noStdin = noEffect('Azure keeps no standard input open; use kubectl exec');
const noMessage = noEffect('the message of an end is what Azure says; the log is kept');

/** Every field of a Container. */
export const containerFieldRules: FieldRules = {
  args: mapped,
  command: mapped,
  env: mapped,
  envFrom: mapped,
  image: mapped,
  livenessProbe: mapped,
  name: mapped,
  ports: mapped,
  readinessProbe: mapped,
  resources: mapped,
  securityContext: mapped,
  volumeMounts: mapped,

  imagePullPolicy: only(['Always', 'IfNotPresent'], 'Azure pulls the image of each container group.'),
  resizePolicy: noEffect('a running container is never resized'),
  stdin: noStdin,
  stdinOnce: noStdin,
  tty: noStdin,
  terminationMessagePath: noMessage,
  terminationMessagePolicy: noMessage,

  lifecycle: noHook,
  restartPolicy: refused('Azure has one restart policy for all containers of a group: spec.restartPolicy.'),
  restartPolicyRules: refused(
    'Azure has one restart policy for all containers of a group: spec.restartPolicy.',
  ),
  startupProbe: noStartupProbe,
  volumeDevices: refused('Azure has no block devices.'),
  workingDir: refused(
    'Azure starts a container in the directory of its image. Set WORKDIR in the image, or "cd" in the command.',
  ),
};

const afterInit = refused('Azure has this for containers only, not for init containers.');

/** Every field of an init container: Azure runs it with the size of the whole group, and knows less about it. */
export const initContainerFieldRules: FieldRules = {
  ...containerFieldRules,
  livenessProbe: afterInit,
  ports: afterInit,
  readinessProbe: afterInit,
  restartPolicy: refused('Azure has no sidecars among init containers. Make it one of the containers.'),
};

export const containerSecurityRules: FieldRules = {
  allowPrivilegeEscalation: only([true], 'Azure does not forbid it.'),
  appArmorProfile: refused('Azure has no such setting of its kernels.'),
  capabilities: refused('Azure decides the capabilities of containers.'),
  privileged: only([false], 'Azure has no privileged containers.'),
  procMount: only(['Default'], 'Azure decides about /proc.'),
  readOnlyRootFilesystem: only([false], 'The file system of a container is always writable.'),
  runAsGroup: refused('Azure runs a container as the user of its image. Set USER in the image.'),
  runAsNonRoot: only([false], 'Azure does not look at the user of an image.'),
  runAsUser: refused('Azure runs a container as the user of its image. Set USER in the image.'),
  seLinuxOptions: refused('Azure has no such setting of its kernels.'),
  seccompProfile: refused('Azure has no such setting of its kernels.'),
  windowsOptions: refused('Container groups are Linux.'),
};

export const portFieldRules: FieldRules = {
  containerPort: mapped,
  hostIP: refused('There is no host; the group has an address of its own.'),
  hostPort: mapped,
  name: mapped,
  protocol: only(['TCP', 'UDP'], 'Azure knows TCP and UDP.'),
};

export const probeFieldRules: FieldRules = {
  exec: mapped,
  failureThreshold: mapped,
  httpGet: mapped,
  initialDelaySeconds: mapped,
  periodSeconds: mapped,
  timeoutSeconds: mapped,
  successThreshold: only([1], 'One success is enough for Azure.'),
  grpc: refused('Azure probes by a command or over HTTP.'),
  tcpSocket: refused('Azure probes by a command or over HTTP.'),
  terminationGracePeriodSeconds: refused('Azure decides how long a container may take to end.'),
};

export const httpGetFieldRules: FieldRules = {
  path: mapped,
  port: mapped,
  host: refused('Azure asks the container itself.'),
  httpHeaders: refused('Azure sends no headers of yours.'),
  scheme: only(['HTTP'], 'Slipway has Azure probe over HTTP.'),
};

export const mountFieldRules: FieldRules = {
  mountPath: mapped,
  name: mapped,
  readOnly: mapped,
  mountPropagation: only(['None'], 'Azure passes no mounts on.'),
  recursiveReadOnly: only(['Disabled'], 'Azure passes no mounts on.'),
  subPath: refused(
    'Azure mounts whole volumes only. Mount it at a directory and name the file in the command.',
  ),
  subPathExpr: refused(
    'Azure mounts whole volumes only. Mount it at a directory and name the file in the command.',
  ),
};
