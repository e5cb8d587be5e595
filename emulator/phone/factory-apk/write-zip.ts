/** An archive, as far as what signs it has to know it. */
export interface ZipParts {
  readonly files: Buffer;
  readonly directory: Buffer;
  readonly end: Buffer;
}

/** What goes into an archive. */
export type ZipContent = readonly (readonly [name: string, content: Buffer])[];

/** An archive of entries that are not compressed. */
export function zipOf(entries: ZipContent): Buffer {
  const { files, directory, end } = zip(entries);
  return Buffer.concat([files, directory, end]);
}

/** The parts of an archive of entries that are not compressed. */
export function zip(entries: ZipContent): ZipParts {
  const files: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const [name, content] of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(10, 0);
    common.writeUInt32LE(crc32(content), 10);
    common.writeUInt32LE(content.length, 14);
    common.writeUInt32LE(content.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), common, Buffer.from(name), content]);
    const offset = Buffer.alloc(4);
    offset.writeUInt32LE(at);
    directory.push(Buffer.from('PK\x01\x02\x0a\0', 'latin1'), common, Buffer.alloc(10), offset, Buffer.from(name));
    files.push(local);
    at += local.length;
  }
  const names = Buffer.concat(directory);
  return { files: Buffer.concat(files), directory: names, end: endRecord(entries.length, names.length, at) };
}

function endRecord(entryCount: number, directoryBytes: number, directoryAt: number): Buffer {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(entryCount, 8);
  end.writeUInt16LE(entryCount, 10);
  end.writeUInt32LE(directoryBytes, 12);
  end.writeUInt32LE(directoryAt, 16);
  return end;
}

function crc32(bytes: Buffer): number {
  let crc = 0xffffffff;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = (crc >>> 1) ^ ((crc & 1) === 0 ? 0 : 0xedb88320);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
