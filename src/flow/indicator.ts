/** `planted`: a canary. `personal`: an identifier of the phone or its owner. `subject`: what the action was about. */
export type IndicatorClass = 'planted' | 'personal' | 'subject';

/** Anything searched for in the bytes of a flow. */
export interface Indicator {
  /** `canary:<role>`, `android_id`, `serial`, … , `subject:<label>`. */
  readonly name: string;
  readonly class: IndicatorClass;
  readonly value: string;
  /** The action that planted it or that it is about; absent for personal indicators. */
  readonly action?: string;
}
