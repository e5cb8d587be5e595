import { readFontMetrics, type FontMetrics, type FontWeight } from './font-metrics.ts';

const ELLIPSIS = '…';

/** Room for a text: in px, with the size it is written in. */
export interface TextRoom {
  readonly widthPx: number;
  readonly sizePx: number;
  readonly maxLines: number;
  readonly weight: FontWeight;
}

let metrics: Readonly<Record<FontWeight, FontMetrics>> | undefined;

/** Width of one line, in px. */
export function lineWidthPx(text: string, { sizePx, weight }: Pick<TextRoom, 'sizePx' | 'weight'>): number {
  // Read once, when the first picture is painted: most phones of a test never paint one.
  metrics ??= { regular: readFontMetrics('regular'), bold: readFontMetrics('bold') };
  return metrics[weight].widthOf(text) * sizePx;
}

/** Breaks a text into lines that fit; what does not fit ends in an ellipsis. */
export function breakLines(text: string, room: TextRoom): readonly string[] {
  const lines: string[] = [];
  for (const paragraph of text.split('\n')) {
    let rest = paragraph;
    do {
      if (lines.length + 1 >= room.maxLines) {
        return [...lines, ellipsise(rest, room)];
      }
      const line = firstLine(rest, room);
      lines.push(line.trimEnd());
      rest = rest.slice(line.length).trimStart();
    } while (rest !== '');
  }
  return lines;
}

function ellipsise(text: string, room: TextRoom): string {
  if (lineWidthPx(text, room) <= room.widthPx) return text;
  const fits = longestPrefix(text, (prefix) => lineWidthPx(`${prefix.trimEnd()}${ELLIPSIS}`, room) <= room.widthPx);
  return `${fits.trimEnd()}${ELLIPSIS}`;
}

/** Up to the last space that fits, or as many characters as do. */
function firstLine(text: string, room: TextRoom): string {
  if (lineWidthPx(text, room) <= room.widthPx) return text;
  const fits = longestPrefix(text, (prefix) => lineWidthPx(prefix, room) <= room.widthPx);
  const space = fits.lastIndexOf(' ');
  return space > 0 ? fits.slice(0, space + 1) : fits === '' ? (Array.from(text)[0] ?? '') : fits;
}

function longestPrefix(text: string, fits: (prefix: string) => boolean): string {
  const characters = Array.from(text);
  let [low, high] = [0, characters.length];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (fits(characters.slice(0, middle).join(''))) low = middle;
    else high = middle - 1;
  }
  return characters.slice(0, low).join('');
}
