import Module from 'node:module';
import { core } from './core.ts';

type Loader = { _load(request: string, ...rest: unknown[]): unknown };
type Requirer = { require(this: unknown, id: string): unknown };

const installed = Symbol.for('slipway.functions-core.installed');

/**
 * Answers `require('@azure/functions-core')` with our core, as the Node worker does. Both ways into CommonJS are
 * wrapped: the worker wraps `require`, newer Node lines reach `_load` without it.
 */
function installCore(): void {
  const holder = globalThis as { [installed]?: boolean };
  if (holder[installed]) return;
  holder[installed] = true;
  const loader = Module as unknown as Loader;
  const load = loader._load;
  loader._load = function (request, ...rest) {
    return request === '@azure/functions-core' ? core : load.call(this, request, ...rest);
  };
  const prototype = Module.prototype as unknown as Requirer;
  const require = prototype.require;
  prototype.require = function (id) {
    return id === '@azure/functions-core' ? core : require.call(this, id);
  };
}

// On import, not on first use: the library asks once, at its first registration, and remembers a failure for ever.
installCore();
