/** State and documents of the app, a folder for each kind. */
export const stateContainer = 'slipway-state';

/** Archived logs of containers. */
export const logContainer = 'slipway-logs';
