/** The command behind `npm run kube-gateway`: kubectl's exec and attach for an app on Azure Functions. */
import { parseArgs } from 'node:util';
import { startGateway } from './start-gateway.ts';

const usage = `Usage: npm run kube-gateway -- --app URL [--port N]

  --app URL   where the app is, such as https://slipway.azurewebsites.net
  --port N    the port of this machine on which kubectl finds the gateway; default 0, any that is free

SLIPWAY_FUNCTION_KEY in the environment is a function key of the app, which the gateway sends with every request: kubectl itself sends
none to an address without TLS. Whoever can open the port of the gateway on this machine acts with it.`;

const { values, problem } = read();
if (problem !== undefined || !values.app) {
  console.error(`${problem ?? '--app is missing.'}\n\n${usage}`);
  process.exitCode = 2;
} else {
  const gateway = await startGateway({
    appUrl: values.app,
    port: Number(values.port ?? 0),
    key: process.env.SLIPWAY_FUNCTION_KEY || undefined,
  });
  console.log(`Ready: ${gateway.origin}`);
  console.log(`A kubeconfig: curl ${gateway.origin}/api/k8s/kubeconfig`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void gateway.stop());
}

function read(): { values: { app?: string; port?: string }; problem?: string } {
  try {
    const options = { app: { type: 'string' }, port: { type: 'string' } } as const;
    const { values } = parseArgs({ options });
    if (values.app && !URL.canParse(values.app)) return { values, problem: `"${values.app}" is no URL.` };
    if (values.port && !/^\d{1,5}$/.test(values.port))
      return { values, problem: `"${values.port}" is no port.` };
    return { values };
  } catch (error) {
    return { values: {}, problem: (error as Error).message };
  }
}
