import type { GroupBody } from '../group-model/group-body.ts';
import { invalid } from './invalid.ts';

/** Refuses a network, zone or priority that the service does not offer together with the rest. */
export function validatePlacement({ zones, properties }: GroupBody): void {
  const { ipAddress, subnetIds, priority, diagnostics, dnsConfig } = properties;
  const isPublic = ipAddress?.type === 'Public';
  const hasSubnet = (subnetIds?.length ?? 0) > 0;
  if ((subnetIds?.length ?? 0) > 1)
    throw invalid('InvalidSubnet', 'A container group has at most one subnet.');
  if (hasSubnet && isPublic) {
    throw invalid('InvalidIPAddressType', 'A container group in a subnet cannot have a public IP address.');
  }
  if (hasSubnet && ipAddress?.dnsNameLabel) {
    throw invalid('InvalidDnsNameLabel', 'A container group in a subnet cannot have a DNS name label.');
  }
  if (!hasSubnet && ipAddress?.type === 'Private') {
    throw invalid('InvalidIPAddressType', 'A private IP address needs a subnet.');
  }
  if ((zones?.length ?? 0) > 1) {
    throw invalid('InvalidZone', `A container group has at most one zone, not '${zones?.join(', ')}'.`);
  }
  if (priority === 'Spot' && (isPublic || hasSubnet)) {
    throw invalid(
      'InvalidSpotContainerGroup',
      'A container group of priority Spot can have neither a public IP address nor a subnet.',
    );
  }
  if (dnsConfig && !hasSubnet) {
    throw invalid('InvalidDnsConfig', 'A DNS configuration needs a subnet.');
  }
  const { workspaceId, workspaceKey } = diagnostics?.logAnalytics ?? {};
  if (diagnostics?.logAnalytics && !(workspaceId && workspaceKey)) {
    throw invalid('InvalidLogAnalytics', 'Log Analytics needs a workspace id and a workspace key.');
  }
}
