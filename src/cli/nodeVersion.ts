/** The oldest Node that has what the ledger needs of `node:sqlite`. */
const oldest = [22, 15] as const;

/** Why a Node of this version (`v20.20.2`) cannot run payoff, and what to do; null when it can. */
export function nodeProblem(version: string): string | null {
  const [major = 0, minor = 0] = version.replace(/^v/, '').split('.').map(Number);
  if (major > oldest[0] || (major === oldest[0] && minor >= oldest[1])) return null;
  return `payoff needs Node ${oldest.join('.')} or newer, and this is ${version}. Use a newer Node, or a terminal of VS Code with the Payoff extension, whose payoff brings one.`;
}
