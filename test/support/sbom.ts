/** What the extension is made of, for those who have to know: a software bill of materials in CycloneDX. */
import { bundledPackages, readManifest } from './bundledPackages.ts';

interface Component {
  readonly type: 'application' | 'library';
  readonly 'bom-ref': string;
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly [{ readonly license: { readonly id: string } }];
}

/** The bill as JSON: the extension, and every package that its bundles hold. The same sources give the same text. */
export async function softwareBill(): Promise<string> {
  const own = component(await readManifest('.'), 'application');
  const parts = (await bundledPackages()).map(({ manifest }) => component(manifest, 'library'));
  const bill = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: own },
    components: parts,
    dependencies: [{ ref: own['bom-ref'], dependsOn: parts.map((part) => part['bom-ref']) }],
  };
  return `${JSON.stringify(bill, null, 2)}\n`;
}

function component({ name, version, license }: Readonly<Record<string, unknown>>, type: Component['type']): Component {
  const purl = `pkg:npm/${String(name).replace('@', '%40')}@${String(version)}`;
  return { type, 'bom-ref': purl, name: String(name), version: String(version), purl, licenses: [{ license: { id: String(license) } }] };
}
