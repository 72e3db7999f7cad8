// Imported first by every script that a person may start with a Node of their own, or before npm ci: one sentence instead of a stack
// trace. What needs a package, or a file of TypeScript, is imported after it. Written in syntax that Node 18 can parse.
import { existsSync } from 'node:fs';

const oldestMajor = 24;
const isInstalled = existsSync(new URL('../../node_modules/.bin', import.meta.url));

if (!isInstalled) refuse('Run npm ci first: it brings the Node and the packages that npm start and npm test use.');
if (Number(process.versions.node.split('.')[0]) < oldestMajor)
  refuse(
    `Payoff's scripts need Node ${String(oldestMajor)} or newer, and this is ${process.version}: run them through npm (npm start, npm test), which uses the Node that npm ci brought.`,
  );

/** @param {string} sentence */
function refuse(sentence) {
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
}
