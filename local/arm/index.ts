export type { ArmLog } from './arm-log.ts';
export type { CdnPurge } from './cdn/purge-queue.ts';
export type { GroupSnapshot } from './container-groups/group-snapshot.ts';
export type { ActiveFault, Fault } from './faults/fault.ts';
export type { Faults } from './faults/faults.ts';
export type { ArmOptions, Image, ImageTable, Quotas, Timings } from './options.ts';
export type { RateLimits } from './server/rate-limiter.ts';
export { type LocalArm, startArm } from './start-arm.ts';
