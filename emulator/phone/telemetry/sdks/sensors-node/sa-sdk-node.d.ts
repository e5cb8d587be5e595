// The package ships no types; only what is used here is declared.
declare module 'sa-sdk-node' {
  /** An event as it stands in a request. */
  type Envelope = object;

  /** What RxJS 4 calls an observer. */
  interface Observer<T> {
    onNext(value: T): void;
  }

  interface Subscription {
    dispose(): void;
  }

  interface Observable<T> {
    subscribe(observer: Observer<T> | ((value: T) => void)): Subscription;
  }

  interface Submitter extends Observer<Envelope | readonly Envelope[]> {
    /** Makes one request; rejects when it failed or was not answered with 2xx. */
    submit(envelopes: readonly Envelope[]): Promise<void>;
  }

  class SensorsAnalytics implements Observable<Envelope> {
    static readonly Submitter: new (options: { readonly url: string; readonly gzip?: boolean; readonly mode?: 'track'; readonly timeout?: number }) => Submitter;
    registerSuperProperties(values: object): object;
    /** Throws for names and values it does not take. */
    track(distinctId: string, event: string, properties: object): void;
    inBatch(options: { readonly count?: number; readonly timeSpan?: number }): Observable<Envelope | readonly Envelope[]>;
    subscribe(observer: Observer<Envelope> | ((value: Envelope) => void)): Subscription;
  }

  // What `module.exports` is.
  export = SensorsAnalytics;
}
