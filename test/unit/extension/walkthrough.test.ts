/** The steps that a newcomer is led through: each has something to press, and is done once it was pressed. */
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: { readonly properties: Readonly<Record<string, unknown>> };
    readonly walkthroughs: readonly { readonly steps: readonly Step[] }[];
  };
}

const root = path.resolve(import.meta.dirname, '../../..');
const { contributes } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as Manifest;
const texts = JSON.parse(readFileSync(path.join(root, 'package.nls.json'), 'utf8')) as Record<string, string>;
const textOf = (key: string): string => texts[key.slice(1, -1)] ?? '';
const commands = new Set(contributes.commands.map(({ command }) => command));
const steps = contributes.walkthroughs.flatMap((walkthrough) => walkthrough.steps);

describe('the walkthrough', () => {
  it('has four steps: today, what it became, a mark, and where it is kept', () => {
    assert.deepEqual(
      steps.map(({ id }) => id),
      ['today', 'became', 'mark', 'private'],
    );
  });

  for (const { id, title, description, media, completionEvents } of steps)
    it(`has a title, a picture and a button at ${id}, and is done by what the button does`, () => {
      assert.notEqual(textOf(title), '');
      assert.notEqual(textOf(media.altText), '');
      assert.ok(existsSync(path.join(root, media.svg)), media.svg);
      const buttons = [...textOf(description).matchAll(/^\[[^\]]+\]\(command:([\w.]+)\)/gm)].map(([, command = '']) => command);
      assert.ok(buttons.length > 0, 'There is no button.');
      for (const button of buttons) {
        assert.ok(commands.has(button), button);
        assert.ok(completionEvents.includes(`onCommand:${button}`), button);
      }
      for (const event of completionEvents) {
        const [kind, name = ''] = event.split(':');
        if (kind === 'onSettingChanged') assert.ok(name in contributes.configuration.properties, event);
        else assert.ok(kind === 'onCommand' && commands.has(name), event);
      }
    });
});
