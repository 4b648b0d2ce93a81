import type { HttpCallRequest } from './http-call.ts';

/** The numbers by which the SDK names what an orchestrator asked for. */
export const actionType = {
  callActivity: 0,
  callActivityWithRetry: 1,
  callSubOrchestrator: 2,
  callSubOrchestratorWithRetry: 3,
  continueAsNew: 4,
  createTimer: 5,
  waitForExternalEvent: 6,
  callEntity: 7,
  callHttp: 8,
  signalEntity: 9,
  scheduledSignalEntity: 10,
  whenAny: 11,
  whenAll: 12,
  lockEntities: 13,
  releaseEntities: 14,
} as const;

export type RetryPolicy = {
  firstRetryIntervalInMilliseconds: number;
  maxNumberOfAttempts: number;
  backoffCoefficient?: number;
  maxRetryIntervalInMilliseconds?: number;
  retryTimeoutInMilliseconds?: number;
};

export type CallActivity = {
  actionType: typeof actionType.callActivity;
  functionName: string;
  input?: unknown;
};
export type CallActivityWithRetry = {
  actionType: typeof actionType.callActivityWithRetry;
  functionName: string;
  input?: unknown;
  retryOptions: RetryPolicy;
};
export type CallSubOrchestrator = {
  actionType: typeof actionType.callSubOrchestrator;
  functionName: string;
  instanceId?: string;
  version?: string;
  input?: unknown;
};
export type CallSubOrchestratorWithRetry = {
  actionType: typeof actionType.callSubOrchestratorWithRetry;
  functionName: string;
  instanceId?: string;
  version?: string;
  input?: unknown;
  retryOptions: RetryPolicy;
};
export type ContinueAsNew = { actionType: typeof actionType.continueAsNew; input?: unknown };
export type CreateTimer = {
  actionType: typeof actionType.createTimer;
  fireAt: string;
  isCanceled: boolean;
};
export type WaitForExternalEvent = {
  actionType: typeof actionType.waitForExternalEvent;
  externalEventName: string;
};
export type CallEntity = {
  actionType: typeof actionType.callEntity;
  operation: string;
  instanceId: string;
  input?: unknown;
};
export type CallHttp = { actionType: typeof actionType.callHttp; httpRequest: HttpCallRequest };
export type SignalEntity = {
  actionType: typeof actionType.signalEntity | typeof actionType.scheduledSignalEntity;
  operation: string;
  instanceId: string;
  input?: unknown;
  /** ISO time, on a scheduled signal. */
  fireAt?: string;
};
export type Compound = {
  actionType: typeof actionType.whenAny | typeof actionType.whenAll;
  compoundActions: Action[];
};
export type LockEntities = {
  actionType: typeof actionType.lockEntities;
  lockSet: { name: string; key: string }[];
};
export type ReleaseEntities = { actionType: typeof actionType.releaseEntities };

/** One entry of the list that an orchestrator's answer carries: all it asked for since its start, in order. */
export type Action =
  | CallActivity
  | CallActivityWithRetry
  | CallSubOrchestrator
  | CallSubOrchestratorWithRetry
  | ContinueAsNew
  | CreateTimer
  | WaitForExternalEvent
  | CallEntity
  | CallHttp
  | SignalEntity
  | Compound
  | LockEntities
  | ReleaseEntities;
