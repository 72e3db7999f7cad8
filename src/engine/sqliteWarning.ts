/**
 * Node 22 calls SQLite experimental, once, as an error line in the editor's log. Imported before anything that loads `node:sqlite`, this
 * drops exactly that warning in its own thread.
 */
const emitWarning = process.emitWarning.bind(process);

/** Whether a warning is the one that `node:sqlite` gives when it is loaded. */
export function isSqliteWarning(warning: unknown, type: unknown): boolean {
  const name = typeof type === 'object' && type !== null && 'type' in type ? type.type : type;
  return name === 'ExperimentalWarning' && typeof warning === 'string' && warning.startsWith('SQLite is an experimental feature');
}

process.emitWarning = (warning: string | Error, ...rest: readonly unknown[]): void => {
  if (!isSqliteWarning(warning, rest[0])) Reflect.apply(emitWarning, process, [warning, ...rest]);
};
