/** Loads now what the adapters load at their first call, for a process in which nobody shall wait for that. */
export async function loadLibraries(): Promise<void> {
  await Promise.all([
    import('@azure/arm-cdn'),
    import('@azure/arm-containerinstance'),
    import('@azure/storage-blob'),
  ]);
}
