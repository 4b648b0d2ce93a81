import type { TypedData } from '../../typed-data.ts';
import type { LogLevel } from '../log.ts';

/**
 * The part of `@azure/functions-core` that `@azure/functions` 4 uses, as types: the module has no package,
 * the worker supplies it at run time.
 */
export type BindingInfo = {
  type: string;
  direction?: string;
  name?: string;
  properties?: Record<string, string>;
  [option: string]: unknown;
};

export type FunctionMetadata = {
  name: string;
  functionId?: string;
  bindings: Record<string, BindingInfo>;
  retryOptions?: unknown;
};

export type FunctionCallback = (...inputs: unknown[]) => unknown;

export type LogCategory = 'user' | 'system' | 'customMetric';

export type InvocationRequest = {
  invocationId: string;
  functionId: string;
  inputData: { name: string; data: TypedData | null }[];
  triggerMetadata: Record<string, TypedData>;
  traceContext: { traceParent: string; traceState: string; attributes: Record<string, string> } | null;
  retryContext: RetryContext | null;
};

export type RetryContext = {
  retryCount: number;
  /** -1: no end. */
  maxRetryCount: number;
  exception?: { source: string; stackTrace: string; message: string };
};

export type InvocationResponse = {
  invocationId: string;
  outputData: { name: string; data: TypedData }[];
  returnValue?: TypedData | null;
};

export type InvocationState = 'preInvocationHooks' | 'invocation' | 'postInvocationHooks';

/** What the worker hands to the programming model for one invocation. */
export type CoreInvocationContext = {
  invocationId: string;
  request: InvocationRequest;
  metadata: FunctionMetadata;
  state?: InvocationState;
  log(level: LogLevel, category: LogCategory, message: string): void;
};

export interface InvocationModel {
  getArguments(): Promise<{ context: unknown; inputs: unknown[] }>;
  invokeFunction(context: unknown, inputs: unknown[], callback: FunctionCallback): Promise<unknown>;
  getResponse(context: unknown, result: unknown): Promise<InvocationResponse>;
}

export interface ProgrammingModel {
  name: string;
  version: string;
  getInvocationModel(context: CoreInvocationContext): InvocationModel | Promise<InvocationModel>;
  getCapabilities(defaults: Record<string, string>): Record<string, string> | Promise<Record<string, string>>;
}

export type HookName = 'appStart' | 'appTerminate' | 'preInvocation' | 'postInvocation' | 'log';
export type HookCallback = (context: Record<string, unknown>) => unknown;
