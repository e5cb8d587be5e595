/** An action as its spec file declares it. */
export interface DeclaredAction {
  readonly name: string;
  readonly kind: 'action' | 'sham' | 'control';
  readonly claims: readonly string[];
  /** Ids of the register of expected traffic that it or its journey names. */
  readonly allows?: readonly string[];
}

type Listener = (actions: readonly DeclaredAction[]) => void;

let listener: Listener | undefined;

/** From now on journeys of this process only say what they would perform: no phone is there. */
export function listenToPlans(to: Listener): void {
  listener = to;
}

/** Tells the listener, if there is one. @returns whether there is: then nothing must be performed. */
export function isOnlyPlanned(actions: readonly DeclaredAction[]): boolean {
  listener?.(actions);
  return listener !== undefined;
}
