import ora from 'ora';
import pc from 'picocolors';
import type { CloudEvent, CloudEventSink } from './cloud-event.ts';
import { fleetLegend, fleetLine } from './fleet-line.ts';

/** What a person reads for each phase, while it goes on. */
const phaseTexts: Record<string, string> = {
  fetching: 'fetching the commit',
  building: 'building in a container',
  promoting: 'promoting the release',
  purging: 'purging the cdn',
  verifying: 'looking at the live page',
  reporting: 'reporting',
};

/** The phases in the order in which a publish goes through them. */
const phases = Object.keys(phaseTexts);

/** Shows the events to a person, on one screen: what started, each phase with its time, then where to look. */
export function screen(stream: NodeJS.WriteStream): CloudEventSink {
  const spinner = ora({ stream, indent: 2, discardStdin: false });
  const write = (line = ''): void => {
    spinner.clear();
    stream.write(`${line}\n`);
  };
  const done = (name: string, seconds: number, detail: string): void =>
    write(`  ${pc.green('✔')} ${name.padEnd(12)}${pc.dim(`${seconds.toFixed(2)} s`.padStart(7))}  ${detail}`);
  /** Only on a terminal: elsewhere each text would be a line of its own. */
  const spin = (text: string | undefined): void => {
    if (text && stream.isTTY) spinner.start(`${text} ...`);
  };
  let named = false;

  return (event: CloudEvent) => {
    if (!named) {
      write(`\n  ${pc.bold('Slipway')} ${pc.dim('local cloud')}\n`);
      named = true;
    }
    switch (event.kind) {
      case 'partStarted':
        return done(event.part, event.seconds, `${pc.cyan(event.url)} ${pc.dim(event.detail)}`);
      case 'imageStep':
        return spin(`building ${event.image}: ${event.step.slice(0, 60)}`);
      case 'imageBuilt':
        spinner.stop();
        return done('image', event.seconds, `built ${event.image}`);
      case 'publishStarted': {
        const commit = event.commit
          ? `${event.commit.sha.slice(0, 7)} ${firstLine(event.commit.message)}`
          : '';
        write(`\n  ${pc.bold(`Publishing ${event.site}`)} ${pc.dim(commit)}`);
        return spin(phaseTexts.fetching);
      }
      case 'publishPhaseEnded': {
        spinner.stop();
        done(event.phase, event.seconds, pc.dim(event.detail ?? ''));
        return spin(phaseTexts[phases[phases.indexOf(event.phase) + 1] ?? '']);
      }
      case 'publishEnded': {
        spinner.stop();
        const took = `in ${event.seconds.toFixed(1)} s`;
        if (event.status === 'succeeded') {
          const changed =
            event.changed === undefined
              ? ''
              : pc.dim(` (${event.changed} ${event.changed === 1 ? 'file' : 'files'} changed)`);
          return write(`  ${pc.green(pc.bold('Live'))} ${took}: ${pc.cyan(event.liveUrl ?? '')}${changed}`);
        }
        return write(
          `  ${pc.red(pc.bold(event.status))} ${took}: ${event.message ?? ''}\n  ${pc.dim(`run ${event.runId}`)}`,
        );
      }
      case 'fleetChanged':
        return write(`  ${fleetLine(event)}`);
      case 'playersSaid':
        return write(`  ${pc.yellow('!')} players: ${event.text}`);
      case 'upToDate':
        return write(`\n  ${pc.bold(event.site)} ${pc.dim(event.message)}`);
      case 'pageFetched':
        return write(
          `  ${pc.green('✔')} fetched ${pc.cyan(event.url)}: ${event.status}, "${event.title ?? ''}", ${event.bytes} bytes`,
        );
      case 'ready':
        write();
        for (const { site, url, workingCopy } of event.sites) {
          write(`  ${pc.bold(site.padEnd(10))} ${pc.cyan(url)}`);
          if (workingCopy)
            write(
              `  ${' '.repeat(10)} edit ${workingCopy}, then ${pc.bold('git commit -am "..." && git push')}`,
            );
        }
        if (event.jobs.names.length > 0)
          write(
            `  ${'jobs'.padEnd(10)} ${pc.cyan(event.jobs.url)} ${pc.dim(`(${event.jobs.names.join(', ')})`)}`,
          );
        if (event.fleets.names.length > 0)
          write(
            `  ${'fleets'.padEnd(10)} ${pc.cyan(event.fleets.url)} ${pc.dim(`(${event.fleets.names.join(', ')}; ${fleetLegend})`)}`,
          );
        write(`  ${'runs'.padEnd(10)} ${pc.cyan(event.runs)}`);
        write(`  ${'health'.padEnd(10)} ${pc.cyan(event.health)}`);
        return write(`\n  ${pc.dim('Ctrl-C stops; the state is kept.')}\n`);
      case 'warning':
        return write(`  ${pc.yellow('!')} ${event.message}`);
      case 'failed':
        spinner.stop();
        return write(`\n  ${pc.red('✘')} ${event.message}\n`);
      case 'stopped':
        spinner.stop();
        return write(`  ${pc.dim('Stopped.')}`);
    }
  };
}

function firstLine(text: string): string {
  return text.split('\n', 1)[0] ?? '';
}
