import { buildOracle, hasDotnet } from './build-oracle.ts';

/** Once, before all test files: they would build at the same time. */
export default async function buildBeforeTests(): Promise<void> {
  if (hasDotnet()) await buildOracle();
  else
    process.stderr.write(
      '\nSKIPPED: the tests on the real Durable extension need the .NET 10 SDK, and there is no `dotnet` with it here.\n\n',
    );
}
