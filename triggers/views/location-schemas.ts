import { z } from 'zod';

export const usageSchema = z.object({
  name: z.string().describe('Of the quota, such as ContainerGroups or StandardCores.'),
  used: z.number(),
  limit: z.number(),
});

export const capabilitySchema = z.object({
  resourceType: z.string().optional(),
  osType: z.string().optional(),
  ipAddressType: z.string().optional(),
  gpu: z.string().optional(),
  maxCpu: z.number().optional(),
  maxMemoryGb: z.number().optional(),
  maxGpuCount: z.number().optional(),
});

export const cachedImageSchema = z.object({ image: z.string(), osType: z.string() });
