// Takes the README's picture from made-up data in a real VS Code, needs a build: node test/support/screenshot.mjs
// With a folder as argument it takes them in every theme, into that folder.
import './requireNode.mjs';

const { takeScreenshots } = await import('./screenshots.ts');
await takeScreenshots(process.argv[2]);
