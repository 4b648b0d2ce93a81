/** Where the emulator tells people what it did. */
export type ArmLog = (level: 'info' | 'warning', message: string) => void;
