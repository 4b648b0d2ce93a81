/** What can be made to go wrong, as the service has been seen to. */
export type FaultKind =
  /** The operation of a create fails with an error that has a message but no code; in one region when `location` is given. */
  | { kind: 'insufficientCapacity'; location?: string }
  /** The create itself is refused for want of capacity: 409 ServiceUnavailable. */
  | { kind: 'serviceUnavailable'; location?: string }
  /** The create is refused: 400 InaccessibleImage. */
  | { kind: 'inaccessibleImage' }
  /** The create is refused because the registry throttles: 409 RegistryErrorResponse. */
  | { kind: 'registryError' }
  | { kind: 'quotaReached' }
  /** Changes of the group are refused with 409 until `seconds` have passed. */
  | { kind: 'transitioning'; seconds: number }
  /** Pulls fail again and again, as the registry answers (default `absent`); the group fails at the provisioning timeout. */
  | { kind: 'pullFailure'; reason?: 'absent' | 'refused' | 'throttled' }
  /** A container under policy Never is started again after it exited with another code than 0. */
  | { kind: 'restartDespiteNever' }
  /** Running containers are killed, or those of the next start `afterSeconds` into it. */
  | { kind: 'platformKill'; exitCode?: 7147 | 7148; afterSeconds?: number }
  /** Running containers, or those of the next start `afterSeconds` into it, have taken more memory than they may. */
  | { kind: 'outOfMemory'; afterSeconds?: number }
  /** The next init container ends with `exitCode` (default 1), whatever it does. */
  | { kind: 'initFailure'; exitCode?: number }
  /** The group gets no node, until the provisioning timeout. */
  | { kind: 'stuckProvisioning' }
  /** GETs show no instance view of the containers. */
  | { kind: 'missingInstanceView' }
  /** GETs show no events of the containers. */
  | { kind: 'missingEvents' }
  /** The group stays Running although its containers are Terminated. */
  | { kind: 'runningAfterTermination' }
  /** The node is assigned `seconds` late. */
  | { kind: 'slowStart'; seconds: number }
  /** Any request on a matching target is answered 429; without `retryAfterSeconds` the header is missing. */
  | { kind: 'throttle'; retryAfterSeconds?: number }
  /** Any request on a matching target is answered 500. */
  | { kind: 'serverError' }
  /** The request is carried out, then its connection is cut before the answer. */
  | { kind: 'lostAnswer' }
  /** A purge takes this long. */
  | { kind: 'slowPurge'; seconds: number }
  | { kind: 'purgeFailure' }
  /** The identity endpoint answers 503 until `seconds` have passed. */
  | { kind: 'identityNotReady'; seconds: number };

export type Fault = FaultKind & {
  /** Name of the group or CDN endpoint it concerns; `*` stands for any characters. Default: all. */
  target?: string;
  /** How often it strikes before it is used up. Default 1; `seconds` of a state count from the first time. */
  times?: number;
};

export type ActiveFault = Fault & { id: string };
