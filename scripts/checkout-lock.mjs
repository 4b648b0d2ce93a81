/**
 * Lets one process at a time install and build in a checkout. The lock is a file that names its owner; it appears and vanishes
 * as a whole. An owner that was killed leaves it behind, which the next one notices.
 */
import { linkSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const pollMs = 100;

/** Waits for the lock, saying so once, and takes it. It is given back by what is returned, or when the process ends. */
export function takeLock(file, say) {
  let told;
  for (;;) {
    const owner = ownerOf(file);
    if (owner === undefined) {
      if (create(file)) return giveBackAtExit(file);
    } else if (!isAlive(owner)) removeStale(file, owner);
    else {
      if (told !== owner) say(`Process ${owner} is installing or building here; waiting for it to end ...`);
      told = owner;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pollMs);
    }
  }
}

/** The id of the process that holds the lock, as it stands there; undefined when nobody does. */
function ownerOf(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

/** Written beside and linked: nobody ever sees a lock without an owner. */
function create(file) {
  const directory = mkdtempSync(`${file}-`);
  const own = join(directory, 'owner');
  try {
    writeFileSync(own, String(process.pid));
    linkSync(own, file);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Moved before it is removed: of two that found it stale, the second must not remove the lock that the first took since. */
function removeStale(file, owner) {
  const directory = mkdtempSync(`${file}-`);
  const moved = join(directory, 'owner');
  try {
    renameSync(file, moved);
    if (ownerOf(moved) !== owner) linkSync(moved, file);
  } catch (error) {
    if (error.code !== 'ENOENT' && error.code !== 'EEXIST') throw error;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

function isAlive(owner) {
  const pid = Number(owner);
  if (!Number.isInteger(pid) || pid <= 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error.code === 'EPERM';
  }
}

function giveBackAtExit(file) {
  const giveBack = () => {
    process.off('exit', giveBack);
    rmSync(file, { force: true });
  };
  process.on('exit', giveBack);
  return giveBack;
}
