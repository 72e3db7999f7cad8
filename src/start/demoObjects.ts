/** The ids that git gives: known before git makes the commits, so that the demo's sessions can name them. */
import { createHash } from 'node:crypto';

type Tree = Map<string, Tree | string>;

/** Id of a commit of these files (their texts by path). `person` is `name <address> seconds zone`, author and committer in one. */
export function commitId(commit: {
  readonly files: ReadonlyMap<string, string>;
  readonly parents: readonly string[];
  readonly person: string;
  readonly message: string;
}): string {
  const root: Tree = new Map();
  for (const [file, text] of commit.files) put(root, file.split('/'), text);
  const lines = [
    `tree ${treeId(root)}`,
    ...commit.parents.map((parent) => `parent ${parent}`),
    `author ${commit.person}`,
    `committer ${commit.person}`,
    '',
    commit.message,
  ];
  return objectId('commit', Buffer.from(lines.join('\n')));
}

function put(tree: Tree, [name = '', ...rest]: readonly string[], text: string): void {
  if (rest.length === 0) {
    tree.set(name, text);
    return;
  }
  const known = tree.get(name);
  const folder: Tree = known instanceof Map ? known : new Map<string, Tree | string>();
  tree.set(name, folder);
  put(folder, rest, text);
}

function treeId(tree: Tree): string {
  // git sorts a folder as if its name ended in a slash
  const sorted = [...tree].map(([name, entry]) => ({ name, entry, key: entry instanceof Map ? `${name}/` : name }));
  sorted.sort((left, right) => (left.key < right.key ? -1 : 1));
  const entries = sorted.map(({ name, entry }) => {
    const [mode, id] = entry instanceof Map ? ['40000', treeId(entry)] : ['100644', objectId('blob', Buffer.from(entry))];
    return Buffer.concat([Buffer.from(`${mode} ${name}\0`), Buffer.from(id, 'hex')]);
  });
  return objectId('tree', Buffer.concat(entries));
}

function objectId(kind: 'blob' | 'tree' | 'commit', content: Buffer): string {
  return createHash('sha1')
    .update(`${kind} ${String(content.length)}\0`)
    .update(content)
    .digest('hex');
}
