export type { DurableEngine } from './durable-host.ts';
export { type FunctionsHost, startFunctionsHost } from './functions-host.ts';
export type { HostFunction } from './host-function.ts';
export type { DurableSettings, FunctionsHostOptions } from './host-options.ts';
export type { Mount } from './http/front-door.ts';
export type { HostTrap, LogEntry, LogLevel, LogSink } from './log.ts';
export { registerInto } from './worker/core.ts';
export { FunctionRegistry } from './worker/function-registry.ts';
