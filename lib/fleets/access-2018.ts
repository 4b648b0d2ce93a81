/** What the containers of the Build 2018 sample expect in their environment. The URL holds the token of this server alone. */
export function access2018(
  { publicUrl, resourceGroup }: { publicUrl: string; resourceGroup: string },
  { server, token }: { server: string; token: string },
): { environment: Record<string, string>; secrets: Record<string, string> } {
  return {
    environment: { RESOURCE_GROUP: resourceGroup, CONTAINER_GROUP_NAME: server },
    secrets: { ACI_SET_SESSIONS_URL: `${publicUrl}/api/2018/ACISetSessions?code=${token}` },
  };
}
