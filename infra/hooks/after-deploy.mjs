/** After `azd deploy`: events are subscribed, which takes functions that are there, and what comes next is said. */
import { fileURLToPath } from 'node:url';
import { az, environment, say } from './az.mjs';

const { AZURE_RESOURCE_GROUP, SLIPWAY_APP, SLIPWAY_STORAGE, SLIPWAY_URL, SLIPWAY_VAULT } = environment(
  'AZURE_RESOURCE_GROUP',
  'SLIPWAY_APP',
  'SLIPWAY_STORAGE',
  'SLIPWAY_URL',
  'SLIPWAY_VAULT',
);
az(
  ...['deployment', 'group', 'create', '--resource-group', AZURE_RESOURCE_GROUP, '--name', 'slipway-events'],
  ...['--template-file', fileURLToPath(new URL('../events.bicep', import.meta.url))],
  ...['--parameters', `appName=${SLIPWAY_APP}`, `storageName=${SLIPWAY_STORAGE}`],
);
say(`
Slipway is at ${SLIPWAY_URL}. Next, as docs/deploy.md says in more words:

  health    curl ${SLIPWAY_URL}/api/health
  key       az functionapp keys list --resource-group ${AZURE_RESOURCE_GROUP} --name ${SLIPWAY_APP} --query functionKeys.default
  publish   curl -X POST -H 'x-functions-key: KEY' -d '{}' ${SLIPWAY_URL}/api/sites/SITE/publish
  webhook   ${SLIPWAY_URL}/api/webhooks/github, for pushes, as application/json, with the secret
            az keyvault secret show --vault-name ${SLIPWAY_VAULT} --name github-webhook-secret --query value
`);
