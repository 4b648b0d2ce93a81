/** The test bench for Durable Functions apps; docs/testing.md shows how to use it. */
export type { CrashPoint, HistoryEvent, HistoryRow, Imitation } from '../durable/index.ts';
export type { AppLog } from './app-log.ts';
export type {
  ActivityFake,
  ActivityFakes,
  EntityFake,
  FakeCall,
  Orchestrator,
  OrchestratorFake,
} from './fakes.ts';
export type { ActivityFaults, RecordedCall, WhichCall } from './faults/activity-faults.ts';
export type { WhichTurn, WhichTurns } from './faults/crash-plan.ts';
export type { WhichEvents } from './faults/event-faults.ts';
export { type ReplayOptions, type ReplayResult, replayHistory } from './replay/replay-history.ts';
export type { SavedHistory, SavedStatus } from './replay/saved-history.ts';
export {
  type OrchestratorRun,
  type RunOptions,
  runOrchestrator,
  type TimedEvent,
} from './run-orchestrator.ts';
export { startTestHost, type TestHostOptions } from './start-test-host.ts';
export type { TestHost } from './test-host.ts';
export { type BenchTrap, TrapError } from './trap-error.ts';
export type { Strictness } from './traps.ts';
export { StillOpen, type WaitLimits } from './waiting.ts';
