/** Whom a host belongs to and where its server is; what is not known is absent. */
export interface Destination {
  /** Registrable domain by the public suffix list: `miui.com`; the host itself where it has none, as an address has not. */
  readonly domain: string;
  /** `unknown company` where no list names the host. */
  readonly company: string;
  /** What the host is for, in a few words: `Sensors Analytics collector of the browsers`. */
  readonly purpose?: string;
  /** Where company and purpose are from, with its date. */
  readonly source?: string;
  /** IP address the recorder connected to. Only public ones: others say nothing of where a server is. */
  readonly address?: string;
  /** ISO 3166-1 alpha-2 code of the country the address is registered for: the holder's, mostly but not always the server's. */
  readonly country?: string;
  /** Operator of the network that announces the address: `Alibaba Cloud`. */
  readonly network?: string;
  /** The network answers from wherever the asker is near (a CDN), so that its country says nothing of where the data ends. */
  readonly isEdge?: boolean;
}
