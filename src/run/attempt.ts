/** What became of something that may fail on a phone. */
export type Attempt<T> = { readonly failed: undefined; readonly value: T } | { readonly failed: string };

/** Tries something on the phone: that it fails is a fact about the window, not an error of ours. */
export async function attempt<T>(what: () => Promise<T>): Promise<Attempt<T>> {
  try {
    return { failed: undefined, value: await what() };
  } catch (error) {
    return { failed: error instanceof Error ? error.message : String(error) };
  }
}
