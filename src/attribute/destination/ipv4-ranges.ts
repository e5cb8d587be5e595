/** IPv4 ranges with a label each, sorted and without overlaps, for a search by halves. */
export interface Ipv4Ranges {
  readonly starts: Uint32Array;
  /** Last address of each range. */
  readonly ends: Uint32Array;
  /** Index into labels that the owner of the table knows. */
  readonly labels: Uint8Array;
}

/** Label of the range an address lies in; undefined where none has it or the text is no dotted IPv4 address. */
export function labelOf(address: string, { starts, ends, labels }: Ipv4Ranges): number | undefined {
  const number = ipv4Number(address);
  if (number === undefined) return undefined;
  let low = 0;
  let high = starts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((starts[middle] ?? Infinity) <= number) low = middle + 1;
    else high = middle;
  }
  const end = ends[low - 1];
  return end !== undefined && number <= end ? labels[low - 1] : undefined;
}

/** An IPv4 address as a number; undefined for anything that is not four numbers up to 255 between dots. */
export function ipv4Number(address: string): number | undefined {
  const parts = address.split('.').map((part) => (/^\d{1,3}$/.test(part) ? Number(part) : NaN));
  if (parts.length !== 4 || !parts.every((part) => part <= 255)) return undefined;
  return parts.reduce((number, part) => number * 256 + part, 0);
}
