import { type FieldRules, mapped, noEffect, only, refused } from './field-rules.ts';

const noScheduler = noEffect('there are no nodes to choose from: each pod gets a container group of its own');
const noToken = noEffect('no token is mounted, because there is no cluster to use it at');

/** Every field of a PodSpec. */
export const podFieldRules: FieldRules = {
  activeDeadlineSeconds: mapped,
  containers: mapped,
  imagePullSecrets: mapped,
  initContainers: mapped,
  nodeSelector: mapped,
  restartPolicy: mapped,
  securityContext: mapped,
  volumes: mapped,

  affinity: noScheduler,
  nodeName: noScheduler,
  schedulerName: noScheduler,
  tolerations: noScheduler,
  topologySpreadConstraints: noScheduler,
  preemptionPolicy: noScheduler,
  priority: noScheduler,
  priorityClassName: noScheduler,
  automountServiceAccountToken: noToken,
  serviceAccount: noToken,
  serviceAccountName: noToken,
  dnsPolicy: noEffect('names are resolved by Azure; there is no cluster DNS'),
  enableServiceLinks: noEffect('there are no services to link to'),
  hostUsers: noEffect('a container group is a virtual machine of its own'),
  overhead: noEffect('Azure bills the requests of the containers and nothing else'),
  terminationGracePeriodSeconds: noEffect('Azure decides how long a container may take to end'),

  hostIPC: only([false], 'A container group has no host to share.'),
  hostNetwork: only([false], 'A container group has no host to share.'),
  hostPID: only([false], 'A container group has no host to share.'),
  setHostnameAsFQDN: only([false], 'Azure names the host itself.'),
  shareProcessNamespace: only([false], 'The containers of a group share no processes.'),
  os: mapped,

  dnsConfig: refused('Azure takes DNS settings in a virtual network only.'),
  ephemeralContainers: refused('No container can be added to a container group.'),
  hostAliases: refused('Azure writes /etc/hosts itself. Use a name that DNS knows.'),
  hostname: refused(
    'Azure names the host itself. Ask for a public name with the annotation virtualkubelet.io/dnsnamelabel.',
  ),
  hostnameOverride: refused('Azure names the host itself.'),
  readinessGates: refused('Nobody sets further conditions here.'),
  resourceClaims: refused('Azure has no devices to claim. Ask for a GPU by the limit nvidia.com/gpu.'),
  resources: refused('Azure gives processors and memory to containers. Ask for them there.'),
  runtimeClassName: refused('Azure chooses the runtime.'),
  schedulingGates: refused('Pods are placed at once. Create the pod when it may start.'),
  schedulingGroup: refused('Pods are placed one by one.'),
  subdomain: refused('There is no cluster DNS.'),
  workloadRef: refused('Pods are placed one by one.'),
};

const noSelinux = refused('Azure has no such setting of its kernels.');

/** The security context of a pod: what asks for more than a container group gives is refused, never dropped. */
export const podSecurityRules: FieldRules = {
  appArmorProfile: noSelinux,
  fsGroup: refused('Azure decides the owner of files in volumes.'),
  fsGroupChangePolicy: noEffect('there is no fsGroup'),
  runAsGroup: refused('Azure runs a container as the user of its image. Set USER in the image.'),
  runAsNonRoot: only([false], 'Azure does not look at the user of an image.'),
  runAsUser: refused('Azure runs a container as the user of its image. Set USER in the image.'),
  seLinuxChangePolicy: noSelinux,
  seLinuxOptions: noSelinux,
  seccompProfile: noSelinux,
  supplementalGroups: refused('Azure decides the groups of a process.'),
  supplementalGroupsPolicy: only(['Merge'], 'Azure decides the groups of a process.'),
  sysctls: noSelinux,
  windowsOptions: refused('Container groups are Linux.'),
};
