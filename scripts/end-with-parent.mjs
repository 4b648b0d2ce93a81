/**
 * `npm run` may end without its script: a signal that kills it, or that reaches it alone, leaves what it started to run on as
 * an orphan that holds ports and data. Our scripts take the place of npm's shell (`exec` in package.json), so their parent is
 * npm itself; when it is gone, they end as if they had got the signal. Looked at twice a second, which costs nothing.
 */
const lookEveryMs = 500;

export function endWithParent() {
  // Started by other means, a script may outlive its parent on purpose, as under `nohup`.
  if (process.env.npm_lifecycle_event === undefined) return;
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    clearInterval(timer);
    process.kill(process.pid, 'SIGTERM');
  }, lookEveryMs);
  timer.unref();
}
