/** Finds a Bicep compiler, or brings the pinned one where `dotnet` can fetch it. It runs without .NET. */
import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const version = '0.49.2';
const builds = { linux: 'linux', darwin: 'osx', win32: 'win' };

/** Answers the command, or undefined where there is none to be had. `cache` is a folder of ours. */
export function findBicep(cache) {
  if (process.env.BICEP) {
    if (runs(process.env.BICEP)) return process.env.BICEP;
    throw new Error(`BICEP names "${process.env.BICEP}", which does not run.`);
  }
  if (runs('bicep')) return 'bicep';
  return pinned(cache);
}

function pinned(cache) {
  const name = `azure.bicep.commandline.${builds[process.platform]}-${process.arch}`;
  const program = process.platform === 'win32' ? 'bicep.exe' : 'bicep';
  const bicep = join(cache, name, version, 'tools', program);
  if (!existsSync(bicep)) {
    if (!answers('dotnet') || !restore(cache, name)) return undefined;
    chmodSync(bicep, 0o755);
  }
  return runs(bicep) ? bicep : undefined;
}

/** A package that is only downloaded needs no more of a project than this, and any SDK from 8 on. Whether it came. */
function restore(cache, name) {
  mkdirSync(cache, { recursive: true });
  const project = join(cache, 'bicep.csproj');
  writeFileSync(
    project,
    `<Project Sdk="Microsoft.NET.Sdk">
  <PropertyGroup>
    <TargetFramework>net8.0</TargetFramework>
    <DisableImplicitFrameworkReferences>true</DisableImplicitFrameworkReferences>
  </PropertyGroup>
  <ItemGroup><PackageDownload Include="${name}" Version="[${version}]" /></ItemGroup>
</Project>\n`,
  );
  const { status } = spawnSync(
    'dotnet',
    ['restore', project, '--packages', cache, '-v', 'quiet', `-p:MSBuildProjectExtensionsPath=${cache}/obj/`],
    { stdio: ['ignore', process.stderr, process.stderr] },
  );
  return status === 0;
}

function runs(command) {
  return answers(command, bicepEnvironment());
}

function answers(command, env = process.env) {
  return spawnSync(command, ['--version'], { env, stdio: 'ignore' }).status === 0;
}

/**
 * The compiler's environment: nothing that parameter files could read, so that they compile alike everywhere, and no need for a
 * library of languages, which small images lack.
 */
export function bicepEnvironment() {
  const { PATH, HOME, TMPDIR, TEMP, SystemRoot, USERPROFILE } = process.env;
  const kept = { PATH, HOME, TMPDIR, TEMP, SystemRoot, USERPROFILE };
  return {
    ...Object.fromEntries(Object.entries(kept).filter(([, value]) => value !== undefined)),
    DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1',
  };
}
