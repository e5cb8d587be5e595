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
  push(content: Buffer, remotePath: string): Promise<void>;
}
