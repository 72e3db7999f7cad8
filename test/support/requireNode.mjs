// Imported first by every script that a person may start with a Node of their own: one sentence instead of a syntax error.
// Written in syntax that Node 18 can parse.

const oldestMajor = 24;

if (Number(process.versions.node.split('.')[0]) < oldestMajor) {
  process.stderr.write(
    `Payoff's scripts need Node ${String(oldestMajor)} or newer, and this is ${process.version}: run them through npm (npm start, npm test), which brings its own Node after npm ci.\n`,
  );
  process.exit(1);
}
