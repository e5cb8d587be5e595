/**
 * Ends this spec process when the run that started it is gone: there is nobody left to hear its verdicts, and the
 * servers it works with are ending too. What it put on the phone is in its undo journal.
 */
export function endWithRun(): void {
  if (process.send === undefined) return;
  process.once('disconnect', () => process.exit(1));
  if (!process.connected) process.exit(1);
}
