/** State and documents of the app: `targets/`, `plans/`, `deliveries/`, `cancellations/`. */
export const stateContainer = 'slipway-state';

/** Archived container logs: `<run id>/<attempt>.log`. */
export const logContainer = 'slipway-logs';
