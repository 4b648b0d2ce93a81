/** One line that the app logged. Lines that a replay repeats are left out. */
export type AppLog = { level: string; message: string; functionName?: string };
