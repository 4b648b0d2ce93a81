import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { azureActions } from '../../local/arm/server/azure-actions.ts';
import { askedActions } from './support/asked-actions.ts';
import { readSnapshot } from './support/snapshot.ts';

/** Recorded from the app's calls to the stand-in of Azure while the tests ran. */
const recorded = JSON.parse(readFileSync('infra/actions.json', 'utf8')) as string[];

const all = readSnapshot('variants/everything');
const classic = readSnapshot('variants/classic-cdn');
const least = readSnapshot('variants/least');

describe('the roles of the app', () => {
  test('allow every action that its calls need, and no other', () => {
    const allowed = new Set(Object.values({ ...all.roles(), ...classic.roles() }).flat());
    expect([...allowed].sort()).toEqual(recorded);
  });

  test('were recorded from all of its calls; if not: npm run infra:actions', async () => {
    expect(await askedActions()).toEqual(recorded);
  });

  test('name each action; none stands for many', () => {
    for (const snapshot of [all, classic, least])
      expect(Object.values(snapshot.roles()).join()).not.toContain('*');
  });

  test('are made only for what there is', () => {
    expect(Object.keys(all.roles()).sort()).toEqual(['containers', 'identity', 'purge', 'regions', 'subnet']);
    expect(Object.keys(least.roles()).sort()).toEqual(['containers', 'identity', 'regions']);
    expect(Object.keys(classic.roles())).toContain('classicPurge');
  });

  test('open no program in a container where terminals are not wanted', () => {
    expect(all.roles().containers?.join()).toMatch(/exec\/action.*attach\/action/);
    expect(least.roles().containers?.join()).not.toMatch(/exec|attach/);
  });

  test('are assigned to the app alone, where it needs them and not above', () => {
    for (const snapshot of [all, least, classic, readSnapshot('main')]) {
      const ids = new Map(
        snapshot
          .of('Microsoft.Authorization/roleDefinitions')
          .map(({ id, properties }) => [id, String(properties?.roleName).split(' ')[1] ?? '']),
      );
      const scopes = snapshot.of('Microsoft.Authorization/roleAssignments').flatMap(({ id, properties }) => {
        const role = ids.get(String(properties?.roleDefinitionId));
        if (!role) return [];
        expect(properties?.principalId).toContain('slipway-app-');
        return [
          [role, id.split('/providers/Microsoft.Authorization/')[0]?.replace(/^\/subscriptions\/[^/]+/, '')],
        ];
      });
      expect(scopes).toHaveLength(ids.size);
      const { regions, identity, subnet, ...ofTheGroup } = Object.fromEntries(scopes) as Record<
        string,
        string
      >;
      expect(regions).toBe('');
      expect(identity).toMatch(/\/userAssignedIdentities\/slipway-pull-[^/]+$/);
      if (subnet !== undefined) expect(subnet).toMatch(/\/subnets\/groups$/);
      for (const scope of Object.values(ofTheGroup)) expect(scope).toMatch(/^\/resourceGroups\/[^/]+$/);
    }
  });
});

describe('the action of a request', () => {
  const group = '/subscriptions/s/resourceGroups/g/providers/Microsoft.ContainerInstance/containerGroups';

  test.each([
    ['GET', '', 'Microsoft.ContainerInstance/containerGroups/read'],
    ['GET', '/blog', 'Microsoft.ContainerInstance/containerGroups/read'],
    ['PATCH', '/blog', 'Microsoft.ContainerInstance/containerGroups/write'],
    ['DELETE', '/blog', 'Microsoft.ContainerInstance/containerGroups/delete'],
    ['POST', '/blog/stop', 'Microsoft.ContainerInstance/containerGroups/stop/action'],
    ['GET', '/blog/containers/hugo/logs', 'Microsoft.ContainerInstance/containerGroups/containers/logs/read'],
  ])('%s containerGroups%s', (method, path, action) => {
    expect(azureActions(method, `${group}${path}`)).toEqual([action]);
  });

  test('takes the identity and the subnet along that a group is given', () => {
    const body = {
      identity: { userAssignedIdentities: { '/pull': {} } },
      properties: { subnetIds: [{ id: '/groups' }] },
    };
    expect(azureActions('PUT', `${group}/blog`, body)).toEqual([
      'Microsoft.ContainerInstance/containerGroups/write',
      'Microsoft.ManagedIdentity/userAssignedIdentities/read',
      'Microsoft.ManagedIdentity/userAssignedIdentities/assign/action',
      'Microsoft.Network/virtualNetworks/subnets/read',
      'Microsoft.Network/virtualNetworks/subnets/join/action',
    ]);
    expect(azureActions('PUT', `${group}/blog`, { properties: {} })).toHaveLength(1);
  });
});
