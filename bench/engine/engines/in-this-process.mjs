/** What all engines share that run in the measuring process: the workflow's own marks say when its last line ran. */
export function inThisProcess(marks) {
  return {
    startedAtMs: performance.timeOrigin,
    finished: (ids) => marks.whenFinished(ids),
    reached: (count) => marks.whenReached(count),
    kill: () => process.kill(process.pid, 'SIGKILL'),
  };
}
