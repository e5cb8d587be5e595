/** A command at work on the phone. Whoever began it closes it; without its reader it ends at the next thing it says. */
export interface ShellStream {
  /** Standard output as it comes, CR LF at line ends where the phone has a terminal there. Ends with the command, or when the phone is lost. */
  readonly output: AsyncIterable<Buffer>;
  close(): void;
}

/** A shell on the phone, over the adb server's socket. */
export interface DeviceShell {
  readonly serial: string;
  /** Standard output of a command that must succeed. @throws {EarshotError} PHONE_REFUSED with its exit code and stderr. */
  run(command: string): Promise<string>;
  /**
   * Exit code and both streams; never throws for a command that failed.
   *
   * @param input Standard input. It stays open behind these bytes until the command ends; without it there is none.
   */
  try(command: string, input?: string): Promise<{ readonly exitCode: number; readonly stdout: string; readonly stderr: string }>;
  /** Begins a command that speaks for long. @throws {EarshotError} NO_PHONE when it cannot be begun. */
  stream(command: string): Promise<ShellStream>;
  push(content: Buffer, remotePath: string): Promise<void>;
}
