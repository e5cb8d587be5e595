/** What a binding can give. */
export type Value = string | number | boolean;

/** Named values: the state of an app, one row of a list, the arguments of a screen. */
export type Row = Readonly<Record<string, Value>>;

/** Where `${…}` looks up its names. */
export interface Scope {
  /** Undefined when there is no such name; it shows as nothing. */
  lookUp(name: string): Value | undefined;
  /** Rows of a list's source. */
  rows(source: string): readonly Row[];
}
