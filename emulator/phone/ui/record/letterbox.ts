/** A picture in memory: four bytes a pixel. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly rgba: Buffer;
}

/** The largest size of the same shape that fits. */
export function fitInto(picture: { readonly width: number; readonly height: number }, frame: { readonly width: number; readonly height: number }): { readonly width: number; readonly height: number } {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  return { width: Math.max(1, Math.floor(picture.width * scale)), height: Math.max(1, Math.floor(picture.height * scale)) };
}

/** Lays a picture in the middle of a black frame that is at least as large. */
export function letterbox(picture: Picture, frame: { readonly width: number; readonly height: number }): Buffer {
  if (picture.width === frame.width && picture.height === frame.height) return picture.rgba;
  const framed = Buffer.alloc(frame.width * frame.height * 4);
  const left = Math.floor((frame.width - picture.width) / 2);
  const top = Math.floor((frame.height - picture.height) / 2);
  const width = Math.min(picture.width, frame.width);
  for (let y = 0; y < Math.min(picture.height, frame.height); y += 1) {
    picture.rgba.copy(framed, ((y + Math.max(0, top)) * frame.width + Math.max(0, left)) * 4, y * picture.width * 4, (y * picture.width + width) * 4);
  }
  return framed;
}
