import { execFile } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/**
 * What stands between this program, which holds the secrets of a build, and the tools that run a site's own code. Whoever is
 * the same user as a process can read its environment and memory in /proc, so either the tools are another user, or they
 * live where this process cannot be seen.
 */
export type Confinement =
  | { kind: 'user'; uid: number; gid: number }
  /** User, mount and process namespaces of their own, as every user may make them where the system allows it. */
  | { kind: 'namespaces' }
  | { kind: 'none' };

/** The account of the image that is there for a site's tools. */
export const builderAccount = 'slipway-builder';
/** Where the tools of every build find it: what Hugo writes may quote its path, and a release must not change with it. */
export const buildFolder = '/tmp/slipway-build';

export async function chooseConfinement(): Promise<Confinement> {
  const builder = process.getuid?.() === 0 ? await account(builderAccount) : undefined;
  if (builder) return { kind: 'user', ...builder };
  return (await canMakeNamespaces()) ? { kind: 'namespaces' } : { kind: 'none' };
}

/** The command that runs `command` confined, in the folder `cwd` as the tools see it. */
export function confinedCommand(
  confinement: Confinement,
  folder: { outside: string; inside: string; cwd: string },
  command: readonly string[],
): string[] {
  switch (confinement.kind) {
    case 'none':
      // The temporary directory stays as it is: who started this program knows its children by it.
      return ['sh', '-c', `${ownHome} && ${inFolder}`, 'sh', folder.inside, folder.cwd, ...command];
    case 'user': {
      const { uid, gid } = confinement;
      return [
        ...['setpriv', `--reuid=${uid}`, `--regid=${gid}`, '--clear-groups', '--no-new-privs', '--'],
        ...['sh', '-c', `${ownFolders} && ${inFolder}`, 'sh', folder.inside, folder.cwd, ...command],
      ];
    }
    case 'namespaces':
      return [
        ...['unshare', '--user', '--map-root-user', '--mount', '--pid', '--kill-child', '--mount-proc', '--'],
        ...['sh', '-c', `mount --bind "$1" "$2" && shift && ${ownFolders} && ${inFolder}`, 'sh'],
        ...[folder.outside, folder.inside, folder.cwd, ...withoutCapabilities, ...command],
      ];
  }
}

/** $1 is the build's folder, $2 the working directory, the rest the command. A core dump would hold what a process knew. */
const inFolder = 'cd "$2" && ulimit -c 0 && shift 2 && exec "$@"';

const ownHome = 'export HOME="$1/home"';
const ownFolders = 'export HOME="$1/home" TMPDIR="$1/tmp"';

/** The user of a namespace could take its /proc away and see the one behind it, unless it gives up what makes it root there. */
const withoutCapabilities = ['setpriv', '--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--'];

/** Tries it, because kernels, containers and security modules each have their own way to forbid it. */
async function canMakeNamespaces(): Promise<boolean> {
  if (process.platform !== 'linux') return false;
  try {
    await mkdir(buildFolder, { recursive: true });
    const folder = { outside: buildFolder, inside: buildFolder, cwd: buildFolder };
    const [command = '', ...args] = confinedCommand({ kind: 'namespaces' }, folder, ['true']);
    await promisify(execFile)(command, args, { timeout: 10_000 });
    return true;
  } catch {
    return false;
  }
}

async function account(name: string): Promise<{ uid: number; gid: number } | undefined> {
  const accounts = await readFile('/etc/passwd', 'utf8').catch(() => '');
  const [, , uid, gid] =
    accounts
      .split('\n')
      .find((line) => line.startsWith(`${name}:`))
      ?.split(':') ?? [];
  return uid && gid ? { uid: Number(uid), gid: Number(gid) } : undefined;
}
