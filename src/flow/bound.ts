/** How much a silence says: the more windows were silent and the surer the control, the lower the bound. */
export interface SilenceBound {
  /** Valid windows in which the action was performed and silent. */
  readonly windows: number;
  /** Lower bound on the chance that the instrument sees an event that is sent, from the controls seen and not seen; 0 to 1. */
  readonly sensitivity: number;
  /** 95 % upper bound on the chance that performing the action makes the phone send something; 0 to 1. */
  readonly upper95: number;
}
