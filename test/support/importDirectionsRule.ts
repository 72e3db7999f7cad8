import path from 'node:path';
import type { Rule } from 'eslint';
import { importViolation, targetOfSpecifier } from './importDirections.ts';

const root = path.resolve(import.meta.dirname, '../..');

/** Lint rule: every import in `src` and `webview` keeps the directions of `importDirections.ts`. */
export const importDirectionsRule: Rule.RuleModule = {
  meta: { type: 'problem', schema: [] },
  create(context) {
    const from = path.relative(root, context.filename).split(path.sep).join('/');
    const check = (node: Rule.Node, source: unknown, typeOnly: boolean): void => {
      if (typeof source !== 'string') {
        context.report({ node, message: 'Import by a literal name, so that it can be checked.' });
        return;
      }
      const message = importViolation(from, targetOfSpecifier(from, source), typeOnly);
      if (message !== undefined) context.report({ node, message });
    };
    if (!/^(?:src|webview)\//.test(from)) return {};
    return {
      ImportDeclaration: (node) => check(node, node.source.value, isTypeOnly(node)),
      ImportExpression: (node) => check(node, node.source.type === 'Literal' ? node.source.value : undefined, false),
    };
  },
};

/** The parser's `import type`; a type among values (`import { type A }`) still loads the module. */
function isTypeOnly(node: object): boolean {
  return 'importKind' in node && node.importKind === 'type';
}
