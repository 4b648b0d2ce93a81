export type { CdnPurge } from './cdn/purge-queue.ts';
export type { GroupSnapshot } from './container-groups/group-snapshot.ts';
export type { ActiveFault, Fault } from './faults/fault.ts';
export type { Faults } from './faults/faults.ts';
export type { ArmLog, ArmOptions, Image, ImageTable, Quotas, RateLimits, Timings } from './options.ts';
export { type LocalArm, startArm } from './start-arm.ts';
