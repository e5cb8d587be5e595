/** SELinux label of a node whose place gives it none of its own. */
export const DEFAULT_CONTEXT = 'u:object_r:unlabeled:s0';

/** What every node of the file system carries. */
export interface Attributes {
  /** Permission bits, without the bits of the file type. */
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
  context: string;
}

/** A regular file; a character device or a file of procfs has its content made (`read`) and taken (`write`) by a program. */
export interface FileNode extends Attributes {
  readonly kind: 'file';
  readonly ino: number;
  content: Buffer;
  readonly character?: boolean;
  readonly read?: () => Buffer;
  readonly write?: (bytes: Buffer) => void;
}

export interface DirectoryNode extends Attributes {
  readonly kind: 'directory';
  readonly ino: number;
  readonly entries: Map<string, Inode>;
}

export interface LinkNode extends Attributes {
  readonly kind: 'link';
  readonly ino: number;
  readonly target: string;
}

/** One node of the phone's file system. */
export type Inode = FileNode | DirectoryNode | LinkNode;

/** Makes nodes with numbers of their own; one a phone. */
export interface InodeMaker {
  file(content: Buffer, attributes: Attributes): FileNode;
  /** A file whose content is made when it is first needed, and is then an ordinary one. */
  later(make: () => Buffer, attributes: Attributes): FileNode;
  virtual(attributes: Attributes, hooks: Pick<FileNode, 'read' | 'write' | 'character'>): FileNode;
  directory(attributes: Attributes): DirectoryNode;
  link(target: string, attributes: Attributes): LinkNode;
}

/** A maker whose first node has number 2, as the root of a fresh ext4 has. */
export function createInodeMaker(): InodeMaker {
  let next = 2;
  return {
    file: (content, attributes) => ({ kind: 'file', ino: next++, content, ...attributes }),
    later: (make, attributes) => {
      let made: Buffer | undefined;
      return {
        kind: 'file', ino: next++, ...attributes,
        get content() {
          made ??= make();
          return made;
        },
        set content(bytes) {
          made = bytes;
        },
      };
    },
    virtual: (attributes, hooks) => ({ kind: 'file', ino: next++, content: Buffer.alloc(0), ...attributes, ...hooks }),
    directory: (attributes) => ({ kind: 'directory', ino: next++, entries: new Map(), ...attributes }),
    link: (target, attributes) => ({ kind: 'link', ino: next++, target, ...attributes }),
  };
}
