import { type ContainerActivities, containerActivityNames } from './container-activities.ts';
import { type FleetActivities, fleetActivityNames } from './fleet-activities.ts';
import { type JobActivities, jobActivityNames } from './job-activities.ts';
import { type KeepingActivities, keepingActivityNames } from './keeping-activities.ts';
import { type LaneActivities, laneActivityNames } from './lane-activities.ts';
import { type PodActivities, podActivityNames } from './pod-activities.ts';
import { type SiteActivities, siteActivityNames } from './site-activities.ts';

/** Every activity by its name: what goes in, and what comes out. */
export type Activities = ContainerActivities &
  FleetActivities &
  JobActivities &
  KeepingActivities &
  LaneActivities &
  PodActivities &
  SiteActivities;

export type ActivityName = keyof Activities;
export type ActivityInput<Name extends ActivityName> = Parameters<Activities[Name]>[0];
export type ActivityResult<Name extends ActivityName> = ReturnType<Activities[Name]>;

/** The name of every activity, under which it is registered and called. */
export const activityNames: readonly ActivityName[] = [
  ...containerActivityNames,
  ...fleetActivityNames,
  ...jobActivityNames,
  ...keepingActivityNames,
  ...laneActivityNames,
  ...podActivityNames,
  ...siteActivityNames,
];
