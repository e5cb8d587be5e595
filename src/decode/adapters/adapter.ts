/**
 * A named format as data: by what it is known, what its fields mean, what of it nobody can read, what can be checked.
 * To add one, write a file with one of these and name it in `adapters.ts`; no code knows any of them.
 */
export interface Adapter {
  /** Kebab-case, unique: `sensors-analytics`. */
  readonly name: string;
  /** As people call it: `Sensors Analytics`. */
  readonly title: string;
  /** Where its facts come from, in one line: repository and commit, or the published article. */
  readonly source: string;
  /** One of these is enough; of several formats that fit, the one with the most signs is meant. */
  readonly signs: readonly Signs[];
  /** Meaning of fields, by the name they have in the form, in the query or at the top of the JSON. */
  readonly fields: Readonly<Record<string, string>>;
  /** When nobody but the receiver can read it. */
  readonly opaque: readonly OpaqueWhen[];
  readonly checks: readonly Check[];
}

/** What has to be there, all of it. A sign that cannot be looked at (the host of a bare body) is not there. */
export interface Signs {
  /** Host names: a plain one stands for itself and all below it; `*` stands for any characters. */
  readonly hosts?: readonly string[];
  /** Paths of the address, one of them; `*` stands for any characters but `/`. */
  readonly paths?: readonly string[];
  /** Names of request headers, all of them. */
  readonly headers?: readonly string[];
  /** Names of fields in a form body or in the query, all of them. */
  readonly fields?: readonly string[];
  /** What such fields say. */
  readonly values?: Readonly<Record<string, string>>;
  /** Keys in a JSON body, all of them, at any depth. */
  readonly keys?: readonly string[];
}

/** One of: the body is not text; it is always so (`because` alone); a field is there and says one of these; all of these keys are in the JSON inside. */
export interface OpaqueWhen {
  /** What cannot be read, and why, as it follows "opaque by design: ". */
  readonly because: string;
  readonly body?: 'not text';
  readonly field?: string;
  /** Values of the field; any when left out. */
  readonly says?: readonly string[];
  readonly keys?: readonly string[];
}

/**
 * Something the payload says of itself that can be held against it.
 * `java-hash`: field `said`, behind `after`, is Java's `String.hashCode` of the text in field `of`.
 * `compressed`: where field `said` has the value `when`, gzip is found in field `of`, and nowhere else.
 * `blocks`: the body, or the base64 in field `of`, is a whole number of cipher blocks of so many bytes.
 * `format`: the body reads as this format.
 */
export type Check =
  | { readonly kind: 'java-hash'; readonly said: string; readonly after?: string; readonly of: string }
  | { readonly kind: 'compressed'; readonly said: string; readonly when: string; readonly of: string }
  | { readonly kind: 'blocks'; readonly bytes: number; readonly of?: string }
  | { readonly kind: 'format'; readonly is: string };
