/** The text of a `.payoff.json` that is proposed: a new one, or the one that is there with what it lacks. */
import { parseCommentedJson } from './commentedJson.ts';
import type { DetectedSettings } from './detectSettings.ts';

interface Part {
  readonly key: 'window' | 'style' | 'hotfix' | 'shippedRef' | 'cordon';
  readonly comment: readonly string[];
  readonly json: string;
  /** Written as a comment, to be taken in by hand: never the last part, so that its comma is right. */
  readonly isOffered: boolean;
}

const heading = [
  '// How Payoff judges changes in this repository. Commit it, so that everybody shares it.',
  '// What is left out has its default. In VS Code, hover over a key to read what it means.',
];

/** A file of its own for what was detected. */
export function newSettingsText(detected: DetectedSettings): string {
  const parts = partsOf(detected);
  const body = parts.map((part, index) => partText(part, index < parts.length - 1)).join('\n');
  return `${heading.join('\n')}\n{\n${body}}\n`;
}

/**
 * The text with the parts that it lacks before its own, which stay as they are to the last character; null where it is no object that could be
 * added to. What is only offered is not added, and neither is a window: the default was in force until now.
 */
export function completedSettingsText(text: string, detected: DetectedSettings): string | null {
  const json = parseCommentedJson(text);
  if (!json.ok || json.insideAt === null) return null;
  const given = Object.keys(json.value as object);
  const missing = partsOf(detected).filter(
    ({ key, isOffered }) => !isOffered && key !== 'cordon' && key !== 'window' && !given.includes(key),
  );
  if (missing.length === 0) return text;
  const added = missing.map((part, index) => partText(part, given.length > 0 || index < missing.length - 1)).join('');
  return `${text.slice(0, json.insideAt)}\n${added.trimEnd()}${/^\s*\n/.test(text.slice(json.insideAt)) ? '' : '\n'}${text.slice(json.insideAt)}`;
}

/** Both texts begin and end alike, and what lies between is new: lines as a diff shows them. */
export function addedLines(before: string, after: string): string {
  const [old, fresh] = [before.trimEnd().split(/\r?\n/), after.trimEnd().split(/\r?\n/)];
  let top = 0;
  while (top < old.length && old[top] === fresh[top]) top += 1;
  let bottom = 0;
  while (bottom < old.length - top && old.at(-1 - bottom) === fresh.at(-1 - bottom)) bottom += 1;
  const marked = (mark: string, lines: readonly string[]): readonly string[] => lines.map((line) => `${mark}${line}`);
  return [
    ...marked(' ', old.slice(Math.max(0, top - 3), top)),
    ...marked('-', old.slice(top, old.length - bottom)),
    ...marked('+', fresh.slice(top, fresh.length - bottom)),
    ...marked(' ', old.slice(old.length - bottom, Math.min(old.length, old.length - bottom + 3))),
  ].join('\n');
}

function partText({ key, comment, json, isOffered }: Part, isFollowed: boolean): string {
  const line = `${isOffered ? '// ' : ''}${JSON.stringify(key)}: ${json}${isFollowed || isOffered ? ',' : ''}`;
  return [...comment.map((each) => `// ${each}`), line].map((each) => `  ${each}\n`).join('');
}

function partsOf({ window, style, hotfix, shippedRef, cordon }: DetectedSettings): readonly Part[] {
  const ref = shippedRef.value;
  return [
    {
      key: 'window',
      comment: [
        'For so many days a change is watched before it counts as stayed: 7, 14 or 21.',
        'To change it later, leave it as it is and say when and why; changes keep their window:',
        '"windowChanges": [{ "from": "2027-01-01", "days": 7, "reason": "we release weekly" }],',
      ],
      json: String(window.value),
      isOffered: false,
    },
    {
      key: 'style',
      comment: ['How work comes on to the default branch: auto, merge, squash, rebase or trunk.'],
      json: JSON.stringify(style.value),
      isOffered: false,
    },
    ...(ref === null
      ? []
      : [
          {
            key: 'shippedRef' as const,
            comment: ['If merging is not shipping here, take this in: a change then ships with it.'],
            json: `{ ${JSON.stringify(ref.kind)}: ${JSON.stringify(ref.pattern)} }`,
            isOffered: true,
          },
        ]),
    {
      key: 'cordon',
      comment:
        cordon.value.length === 0
          ? ['Work that is set aside: branches such as "spike/*", { "path": "prototypes/**" }.']
          : ['If what is made on these branches is not meant to stay, take this in: it is set aside.'],
      json: listText(cordon.value),
      isOffered: cordon.value.length > 0,
    },
    {
      key: 'hotfix',
      comment: ['Merges of these branches are hotfixes, if they mend a change within so many hours.'],
      json: `{ "hours": ${String(hotfix.value.hours)}, "branches": ${listText(hotfix.value.branches)} }`,
      isOffered: false,
    },
  ];
}

function listText(texts: readonly string[]): string {
  return `[${texts.map((text) => JSON.stringify(text)).join(', ')}]`;
}
