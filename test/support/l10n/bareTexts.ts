/** Finds texts in the sources that a person would read and that no translation could reach: literals that are words and stand in no message. */
import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { root } from './extract.ts';

/** Calls whose literals are no texts: names of elements and events, selectors, questions to the host, errors of the code itself. */
const namingCalls =
  /(?:^|\.)(?:t|tKept|plural|querySelector(?:All)?|closest|matches|getContext|addEventListener|getAttribute|removeAttribute|hasAttribute|getPropertyValue|setProperty|createElementNS?|call|warn|Error|picklist|focusSoon|get|set|has|includes|startsWith|endsWith|replaceAll|replace|split|join|test|exec|defineProperty|waitForSelector)$/;
/** Properties whose values are no texts. */
const namingProperties =
  /^(?:class|className|id|key|role|type|scope|style|tag|for|tabindex|appearance|d|viewBox|fill|font|baseName|data-.*|aria-(?:controls|describedby|labelledby|live|hidden|haspopup|current))$/;

/** Words that a person reads: two of them, or one with a capital letter; not a list of classes, a selector or a style. */
function isText(text: string): boolean {
  const words = text.trim();
  if (/^[.#[]/.test(words)) return false;
  if (!/\p{L}{2}/u.test(words) || /^[a-z][\w-]*(?:[ .#][a-z][\w-]*)*$/.test(words)) return /^[a-z]+(?: [a-z]+){2,}[.:]?$/.test(words);
  return /^\p{Lu}\p{Ll}+/u.test(words) || /\p{L}{2,}[.,:;]? \p{L}{2,}/u.test(words);
}

export interface BareText {
  readonly place: string;
  readonly text: string;
}

/** Those of a folder of the panel's page. */
export function bareTexts(folder: string): readonly BareText[] {
  return globSync(`${folder}/**/*.ts`, { cwd: root })
    .map((file) => file.split(path.sep).join('/'))
    .sort()
    .flatMap((file) => bareTextsOf(file, readFileSync(path.join(root, file), 'utf8')));
}

export function bareTextsOf(file: string, source: string): readonly BareText[] {
  const parsed = ts.createSourceFile(file, source, ts.ScriptTarget.Latest, true);
  const found: BareText[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isTypeNode(node)) return;
    const text = ts.isStringLiteralLike(node) ? node.text : ts.isTemplateExpression(node) ? wordsOf(node) : null;
    if (text !== null && isText(text) && !isNaming(node)) {
      const { line } = parsed.getLineAndCharacterOfPosition(node.getStart());
      found.push({ place: `${file}:${String(line + 1)}`, text: text.trim() });
    }
    ts.forEachChild(node, visit);
  };
  visit(parsed);
  return found;
}

function wordsOf({ head, templateSpans }: ts.TemplateExpression): string {
  return [head.text, ...templateSpans.map(({ literal }) => literal.text)].join('…');
}

/** Whether a literal stands where no text does: at the nearest call, property or comparison around it. */
function isNaming(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAssignment(parent)) return parent.name === node || namingProperties.test(nameOf(parent.name));
  if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) return namingCalls.test(parent.expression.getText());
  if (ts.isBinaryExpression(parent)) return /^[!=]==?$|^in$/.test(parent.operatorToken.getText()) || isNaming(parent);
  if (ts.isConditionalExpression(parent) || ts.isParenthesizedExpression(parent) || ts.isTemplateSpan(parent)) return isNaming(parent);
  if (ts.isTemplateExpression(parent) || ts.isSpreadElement(parent) || ts.isArrayLiteralExpression(parent)) return isNaming(parent);
  return ts.isCaseClause(parent) || ts.isElementAccessExpression(parent);
}

function nameOf(name: ts.PropertyName): string {
  return ts.isStringLiteralLike(name) ? name.text : name.getText();
}
