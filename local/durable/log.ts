/** The names of the ways in which Azure hangs, loses or kills; a test bench can fail a test on any of them. */
export type TrapName =
  | 'unknownFunction'
  | 'childIdInUse'
  | 'childIdIsOwn'
  | 'tooManyActions'
  | 'openTasks'
  | 'retryTimeout'
  | 'nothingThrown'
  | 'notAnError'
  | 'longTimerCancelled'
  | 'timerAgain'
  | 'taskAgain'
  | 'eventAgain'
  | 'retriedInRace'
  | 'childTerminated'
  | 'eventsLost'
  | 'statusLost'
  | 'whileSuspended'
  | 'booleanInput'
  | 'stringContinued'
  | 'statusTooBig'
  | 'nonDeterministic'
  | 'noLocation'
  | 'cookieShared'
  | 'misroutedIds'
  | 'stalledFanOut'
  | 'unknownOrchestrator'
  | 'purgeEverything'
  | 'noContentLength'
  | 'entityNameCase'
  | 'lockKept'
  | 'oddInstanceId'
  | 'versionRejected'
  | 'inFlightAtCrash'
  | 'timerTrusted'
  | 'racingStarts'
  | 'eventWithoutData'
  | 'numericReason';

export type LogEntry = {
  level: 'debug' | 'information' | 'warning' | 'error';
  message: string;
  instanceId?: string;
  /** Set when the line tells of something that Azure does worse, or that no app can want. */
  trap?: TrapName;
  /** Which of the actions that the code asked for since its start the line is about, from 0. */
  place?: number;
};

export type Log = (entry: LogEntry) => void;
