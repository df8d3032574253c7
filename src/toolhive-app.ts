import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { ApiObject, App, AppProps, Chart, Names, YamlOutputType } from 'cdk8s';
import { PlainStyle, YamlWriter } from './kubernetes/yaml-writer';
import { checkCalls } from './props/check-calls';
import { checkNew } from './props/check-new';
import { OutputFile } from './synthesis/output-file';
import { SynthOrder, synthOrder } from './synthesis/synth-order';
import { sortsKeys, ToolhiveObject } from './synthesis/toolhive-object';

/**
 * An app for hundreds of servers.
 *
 * It writes the same objects to the same files as cdk8s' `App`, in time that grows linearly. `App` validates the whole
 * app again for each chart, and follows every path through the dependencies. The YAML may have other quotes, with the
 * same meaning. With one file per resource, an `App` overwrites objects of the same kind and name, such as those of two
 * namespaces. Here each gets its own file, with the namespace in its name. Everything else is as in `App`.
 *
 * @example
 * const app = new ToolhiveApp();
 * for (const team of ['search', 'billing']) new ToolhiveChart(app, team, { namespace: team });
 * app.synth();
 */
export class ToolhiveApp extends App {
  static {
    checkCalls('ToolhiveApp', this);
  }

  private readonly recordsMetadata: boolean;

  /** @param props those of an App */
  constructor(props: AppProps = {}) {
    checkNew('ToolhiveApp', new.target, arguments);
    super(props);
    this.recordsMetadata = props.recordConstructMetadata ?? process.env.CDK8S_RECORD_CONSTRUCT_METADATA === 'true';
  }

  /**
   * Writes all charts to the output directory.
   *
   * Files that have the same content already are left alone, so that they keep the time at which they changed.
   *
   * @throws when a construct finds itself wrong, with all that is wrong, or when constructs depend on each other in a circle
   */
  public synth(): void {
    mkdirSync(this.outdir, { recursive: true });
    this.validateOnce();
    // Whoever adds something when it is validated adds it to what is written, as with an App.
    const order = synthOrder(this.node.findAll());
    this.writeFiles(order);
    if (this.recordsMetadata) this.writeMetadata(order);
  }

  /**
   * The objects of all charts as one YAML text.
   *
   * @throws when a construct finds itself wrong, with all that is wrong, or when constructs depend on each other in a circle
   */
  public synthYaml(): string {
    this.validateOnce();
    const order = synthOrder(this.node.findAll());
    let text = '';
    writeDocuments(documentsOf(order.charts, order), (piece) => (text += piece));
    return text;
  }

  private validateOnce(): void {
    const errors: string[] = [];
    for (const { node } of this.node.findAll()) {
      for (const error of node.validate()) errors.push(`[${node.path}] ${error}`);
    }
    if (errors.length) throw new Error(`Validation failed with the following errors:\n  ${errors.join('\n  ')}`);
  }

  private writeFiles(order: SynthOrder): void {
    const { charts } = order;
    const files = new FileNames();
    const names = charts.map((chart, i) => files.take(chartName(chart, order.hasDependentCharts ? i : undefined)));
    switch (this.yamlOutputType) {
      case YamlOutputType.FILE_PER_APP:
        if (charts.length) this.write('app', documentsOf(charts, order));
        break;
      case YamlOutputType.FILE_PER_CHART:
        charts.forEach((chart, i) => this.write(names[i], documentsOf([chart], order)));
        break;
      case YamlOutputType.FILE_PER_RESOURCE: {
        const resources = new FileNames();
        for (const document of documentsOf(charts, order)) {
          const json = ApiObject.isApiObject(document) ? document.toJson() : document;
          if (json !== undefined) this.write(resources.take(...resourceNames(json)), [json]);
        }
        break;
      }
      case YamlOutputType.FOLDER_PER_CHART_FILE_PER_RESOURCE:
        charts.forEach((chart, i) => {
          mkdirSync(join(this.outdir, names[i]), { recursive: true });
          const resources = new FileNames();
          for (const object of order.objectsOf(chart)) {
            this.write(join(names[i], resources.take(...resourceNames(object))), [object]);
          }
        });
        break;
    }
  }

  private write(name: string, documents: Iterable<unknown>): void {
    this.writeFile(`${name}${this.outputFileExtension}`, (write) => writeDocuments(documents, write));
  }

  private writeMetadata({ charts, objectsOf }: SynthOrder): void {
    const resources = Object.fromEntries(
      charts.flatMap(objectsOf).map(({ name, node }) => [name, { path: node.path }]),
    );
    const metadata = { version: '1.0.0', resources };
    this.writeFile('construct-metadata.json', (write) => write(JSON.stringify(metadata)));
  }

  private writeFile(path: string, writeAll: (write: (piece: string) => void) => void): void {
    const file = new OutputFile(join(this.outdir, path));
    try {
      writeAll((piece) => file.write(piece));
    } catch (error) {
      file.remove();
      throw error;
    }
    file.close();
  }
}

/** One after the other, so that never all are in memory. A chart that has its own list of contents is asked for it. */
function* documentsOf(charts: readonly Chart[], order: SynthOrder): Generator<any> {
  for (const chart of charts) {
    if (chart.toJson !== Chart.prototype.toJson) yield* Object.values(chart.toJson());
    else yield* order.objectsOf(chart);
  }
}

function writeDocuments(documents: Iterable<unknown>, write: (text: string) => void): void {
  const writer = new YamlWriter(write);
  const style = { isSorted: sortsKeys() };
  let separator = '';
  for (const document of documents) {
    writer.raw(separator);
    addDocument(writer, document, style);
    separator = '---\n';
  }
  writer.flush();
}

/** @param document an object of a chart, or what a chart lists itself */
function addDocument(writer: YamlWriter, document: any, style: PlainStyle): void {
  if (document === undefined) {
    writer.raw('\n');
  } else if (!ApiObject.isApiObject(document)) {
    writer.document(document);
  } else if (!ToolhiveObject.isToolhiveObject(document) || !document.writeYaml(writer, style)) {
    addDocument(writer, document.toJson(), style);
  }
}

/** Where charts depend on each other, their files are numbered in the order in which they have to be applied. */
function chartName(chart: Chart, index: number | undefined): string {
  const name = Names.toDnsLabel(chart);
  return index === undefined ? name : `${String(index).padStart(4, '0')}-${name}`;
}

/** What cdk8s would call the file of an object, and with the namespace what it would not. */
function resourceNames({
  kind,
  metadata,
}: {
  kind: string;
  metadata: { name?: string; namespace?: string };
}): string[] {
  const { name, namespace } = metadata;
  const plain = (parts: (string | undefined)[]) => parts.join('.').replace(/[^0-9a-zA-Z-_.]/g, '');
  return [plain([kind, name]), ...(namespace ? [plain([kind, name, namespace])] : [])];
}

/** Names of files, none of them twice, whether or not the file system is case-sensitive. */
class FileNames {
  private readonly taken = new Set<string>();

  /** The first of the candidates that is free, or the last one with a number. */
  take(...candidates: string[]): string {
    let name = candidates.find((candidate) => !this.isTaken(candidate));
    for (let n = 2; name === undefined; n++) {
      const numbered = `${candidates[candidates.length - 1]}.${n}`;
      if (!this.isTaken(numbered)) name = numbered;
    }
    this.taken.add(name.toLowerCase());
    return name;
  }

  private isTaken(name: string): boolean {
    return this.taken.has(name.toLowerCase());
  }
}
