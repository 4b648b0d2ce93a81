import { z } from 'zod';

/** The body of most calls. The app has one resource group, whichever a call names. */
export const namedGroup = z.object({
  resourceGroup: z.string().min(1),
  containerGroupName: z.string().min(1),
});

export const namedGroupRefusal = 'Need to specify resourceGroup and containerGroupName';
