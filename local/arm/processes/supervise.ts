import type { TerminalSize } from '../runtime/container-runtime.ts';
import type { SupervisorReport, SupervisorRequest } from './supervisor-protocol.ts';

/**
 * The program of the supervisor process, which starts every container and outlives the emulator by a moment.
 *
 * How it repairs a `kill -9` of the emulator: the channel to the emulator closes with the emulator whatever
 * way that dies, and the supervisor, in a session of its own, then kills every container and itself. It runs
 * once per emulator. Containers get their output as a named pipe, so that stdout and stderr keep their
 * order and `/dev/stdout` can be opened; what a container leaves in its group, or out of it, dies with it.
 *
 * It is handed to `node -e` as source text, so it may use nothing from outside its own body.
 */
export function supervise(require: NodeJS.Require): void {
  const { execFile, execFileSync, spawn } =
    require('node:child_process') as typeof import('node:child_process');
  const fs = require('node:fs') as typeof import('node:fs');
  const { Socket } = require('node:net') as typeof import('node:net');
  const { constants } = require('node:os') as typeof import('node:os');

  type StartRequest = Extract<SupervisorRequest, { kind: 'start' }>;
  type ExecRequest = Extract<SupervisorRequest, { kind: 'exec' }>;
  type Container = { pid: number; directory: string; environment: Record<string, string> };
  type Session = { container: string; pid: number; stdin: import('node:stream').Writable };
  const containers = new Map<string, Container>();
  /** Commands that run in containers beside their own. */
  const sessions = new Map<string, Session>();
  const [workDirectory = '.'] = process.argv.slice(1);
  const drainMs = 2_000;
  let spares: string[] = [];
  let made = 0;

  const report = (message: SupervisorReport, sent?: () => void): void => {
    if (process.connected) process.send?.(message, undefined, undefined, () => sent?.());
    else sent?.();
  };

  const nextPipe = (): string => `${workDirectory}/pipes/${process.pid}-${made++}`;
  /** Named pipes made ahead take their cost out of the start of a container. */
  let isMaking = false;
  const makeSpares = (): void => {
    if (isMaking || spares.length > 4) return;
    isMaking = true;
    const paths = Array.from({ length: 16 }, nextPipe);
    execFile('mkfifo', ['-m', '600', ...paths], (error) => {
      isMaking = false;
      if (!error) spares.push(...paths);
    });
  };
  const takePipe = (): { read: number; write: number } => {
    let path = spares.pop();
    if (!path) {
      path = nextPipe();
      execFileSync('mkfifo', ['-m', '600', path]);
    }
    const read = fs.openSync(path, fs.constants.O_RDONLY | fs.constants.O_NONBLOCK);
    const write = fs.openSync(path, fs.constants.O_WRONLY);
    fs.rmSync(path);
    makeSpares();
    return { read, write };
  };

  const kill = (target: number, signal: NodeJS.Signals): void => {
    try {
      process.kill(target, signal);
    } catch {
      // already gone
    }
  };

  const read = (path: string): string => {
    try {
      return fs.readFileSync(path, 'latin1');
    } catch {
      return ''; // gone in the meantime, or another user's
    }
  };
  /** Kills what has left the process groups of these containers: it still has their home or temporary directory. */
  const killStrays = (directories: string[]): void => {
    const entries = fs.existsSync('/proc/self/stat') ? fs.readdirSync('/proc') : [];
    for (const entry of entries) {
      if (!/^\d+$/.test(entry) || Number(entry) === process.pid) continue;
      const variables = read(`/proc/${entry}/environ`).split('\0');
      const isOfOne = directories.some(
        (directory) =>
          variables.includes(`HOME=${directory}/home`) || variables.includes(`TMPDIR=${directory}/tmp`),
      );
      if (isOfOne) kill(Number(entry), 'SIGKILL');
    }
  };
  let ending: { directory: string; swept(): void }[] = [];
  /** One look through all processes serves all containers that ended at about the same time. */
  const sweep = (directory: string, swept: () => void): void => {
    ending.push({ directory, swept });
    if (ending.length > 1) return;
    setImmediate(() => {
      const batch = ending;
      ending = [];
      killStrays(batch.map((one) => one.directory));
      for (const one of batch) one.swept();
    });
  };

  const startTicks = (pid: number): string => {
    const stat = read(`/proc/${pid}/stat`);
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  };

  const start = (request: StartRequest): void => {
    const { id, directory, command, environment } = request;
    const pipe = takePipe();
    const [file = '', ...args] = command;
    let child: import('node:child_process').ChildProcess;
    try {
      child = spawn(file, args, {
        cwd: `${directory}/root`,
        env: environment,
        detached: true,
        stdio: ['ignore', pipe.write, pipe.write],
      });
    } catch (error) {
      // What no program can be given, such as a variable of a megabyte.
      fs.closeSync(pipe.read);
      throw error;
    } finally {
      fs.closeSync(pipe.write);
    }
    if (child.pid === undefined) {
      fs.closeSync(pipe.read);
      child.once('error', (error) => report({ kind: 'failed', id, message: error.message }));
      return;
    }
    const { pid } = child;
    const output = new Socket({ fd: pipe.read, readable: true, writable: false });
    containers.set(id, { pid, directory, environment });
    report({ kind: 'started', id, pid, startTicks: startTicks(pid) });

    let ended: { exitCode: number } | undefined;
    let drained = false;
    const finish = (): void => {
      if (!ended || !drained || !containers.delete(id)) return;
      report({ kind: 'exited', id, exitCode: ended.exitCode });
    };
    output.on('data', (data) => {
      // One chunk in flight per container: a flood blocks its writer, not this process's memory.
      output.pause();
      report({ kind: 'output', id, data }, () => output.resume());
    });
    output.on('error', () => output.destroy());
    output.once('close', () => {
      drained = true;
      finish();
    });
    child.once('exit', (code, signal) => {
      kill(-pid, 'SIGKILL');
      for (const session of sessions.values()) {
        if (session.container === id) kill(-session.pid, 'SIGKILL');
      }
      sweep(directory, () => {
        ended = { exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0) };
        setTimeout(() => output.destroy(), drainMs).unref();
        finish();
      });
    });
  };

  const quoted = (word: string): string => `'${word.replaceAll("'", "'\\''")}'`;
  /** `script` gives a command a terminal of its own, and passes on how it ended. */
  const inTerminal = (command: string[], { rows, columns }: TerminalSize): string[] => {
    const line = `stty rows ${rows} cols ${columns}; exec ${command.map(quoted).join(' ')}`;
    const options = ['--quiet', '--return', '--flush', '--echo', 'always', '--command', line];
    return ['/usr/bin/script', ...options, '/dev/null'];
  };
  const exec = ({ id, session, command, terminal }: ExecRequest): void => {
    const container = containers.get(id);
    const ended = (end: { exitCode: number } | { message: string }): void => {
      sessions.delete(session);
      report({ kind: 'execEnded', session, end });
    };
    if (!container) {
      ended({ message: 'The container has ended.' });
      return;
    }
    const [file = '', ...args] = terminal ? inTerminal(command, terminal) : command;
    const child = spawn(file, args, {
      cwd: `${container.directory}/root`,
      env: { ...(terminal && { TERM: 'xterm', SHELL: '/bin/sh' }), ...container.environment },
      detached: true,
    });
    if (child.pid === undefined) {
      child.once('error', (error) => ended({ message: error.message }));
      return;
    }
    const { pid } = child;
    sessions.set(session, { container: id, pid, stdin: child.stdin });
    child.stdin.on('error', () => {});
    for (const output of [child.stdout, child.stderr]) {
      output.on('data', (data) => {
        output.pause();
        report({ kind: 'execOutput', session, data }, () => output.resume());
      });
    }
    child.once('exit', () => {
      kill(-pid, 'SIGKILL');
      setTimeout(() => {
        child.stdout.destroy();
        child.stderr.destroy();
      }, drainMs).unref();
    });
    child.once('close', (code, signal) =>
      ended({ exitCode: code ?? 128 + (signal ? constants.signals[signal] : 0) }),
    );
  };

  const end = (): void => {
    for (const { pid } of [...sessions.values(), ...containers.values()]) kill(-pid, 'SIGKILL');
    killStrays([...containers.values()].map(({ directory }) => directory));
    for (const path of spares) fs.rmSync(path, { force: true });
    spares = [];
    process.exit();
  };

  process.title = 'slipway-supervisor';
  process.on('message', (request: SupervisorRequest) => {
    switch (request.kind) {
      case 'start':
        try {
          start(request);
        } catch (error) {
          report({ kind: 'failed', id: request.id, message: String(error) });
        }
        return;
      case 'signal': {
        const container = containers.get(request.id);
        if (container) kill(-container.pid, request.signal);
        return;
      }
      case 'exec':
        try {
          exec(request);
        } catch (error) {
          report({ kind: 'execEnded', session: request.session, end: { message: String(error) } });
        }
        return;
      case 'input':
        sessions.get(request.session)?.stdin.write(request.data);
        return;
      case 'kill': {
        const session = sessions.get(request.session);
        if (session) kill(-session.pid, 'SIGKILL');
      }
    }
  });
  process.on('disconnect', end);
  process.on('SIGTERM', end);
  process.on('SIGINT', end);
  fs.mkdirSync(`${workDirectory}/pipes`, { recursive: true, mode: 0o700 });
  makeSpares();
  // The emulator may have gone before the line above that listens for it.
  if (!process.connected) end();
}
