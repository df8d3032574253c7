/**
 * Services of Docker Compose that are MCP servers. Source: docs.docker.com/reference/compose-file, services and interpolation.
 */
import { About } from './making';
import { Leaf, Part } from './part';
import { Variables } from './variables';
import { writeEntry } from './write-entry';
import { Argument, Entry, Setting } from '../../catalog/entry';

const MOUNT = 'files of that machine are not in a cluster; mount a volume there with the prop volumes';
const NETWORK = 'is a network of that machine; say who it may connect to with permissionProfile and networkIsolation';
const TEMPLATE = 'say it in podTemplateSpec, for the container mcp';
const OF_COMPOSE = 'is how Compose runs it';

/** Images of databases, caches and reverse proxies: none is an MCP server. */
const NO_SERVERS =
  /^(?:postgres|pgvector|mysql|mariadb|mongo|redis|valkey|memcached|rabbitmq|kafka|elasticsearch|opensearch|qdrant|chroma|weaviate|milvus|minio|nginx|traefik|caddy|haproxy|ollama|adminer|pgadmin4?|busybox|alpine)$/;

export function readCompose(root: Part, about: About): void {
  root.leave(OF_COMPOSE, 'version', 'name', 'networks', 'volumes', 'configs', 'secrets', 'include');
  for (const [name, service] of root.byName('services')) {
    new ServiceReader(name, service, about).read();
    about.list(service.value, service.path, name);
  }
  about.list(root.value, '');
}

class ServiceReader {
  private readonly variables = new Variables(new Map(), new Map(), true);
  private readonly remarks = new Map<string, string>();

  constructor(
    private readonly name: string,
    private readonly service: Part,
    private readonly about: About,
  ) {}

  read(): void {
    const { service, name, about } = this;
    const given = service.leaf('image');
    const filled = given && this.variables.fill(given.text);
    const isWritten = filled?.template.every((piece) => typeof piece === 'string');
    const written = isWritten ? filled!.template.join('') : undefined;
    if (filled?.remark) this.remarks.set('image', filled.remark);
    const image = about.making.imageFor(name) ?? written;
    if (image === undefined) {
      const reason = service.has('build')
        ? `it is built where it runs, and Kubernetes runs images; push one, and import again with --image ${name}=IMAGE`
        : 'it has no image, or one that is named by a variable; write it out';
      return about.leave(service.path, name, reason);
    }
    const last = /([^/:@]+)(?:[:@][^/]*)?$/.exec(image)?.[1] ?? '';
    if (NO_SERVERS.test(last)) return about.leave(service.path, name, 'its image is of a program that speaks no MCP');
    const isStdio = service.flag('stdin_open') === true;
    const port = this.port();
    if (!isStdio && port === undefined) {
      const reason = 'it has neither stdin_open nor a port, so nothing says how it speaks MCP; give it one of them';
      return about.leave(service.path, name, reason);
    }
    service.leave(MOUNT, 'volumes', 'devices', 'configs', 'secrets');
    service.leave(NETWORK, 'networks', 'network_mode', 'links', 'extra_hosts', 'dns', 'external_links');
    service.leave(TEMPLATE, 'entrypoint', 'user', 'working_dir', 'cap_add', 'cap_drop', 'security_opt', 'privileged');
    service.leave(TEMPLATE, 'healthcheck', 'ulimits', 'sysctls', 'read_only', 'labels');
    service.leave('say it with the props resources and backendReplicas', 'deploy', 'mem_limit', 'cpus', 'scale');
    service.leave(
      OF_COMPOSE,
      'build',
      'container_name',
      'restart',
      'depends_on',
      'profiles',
      'tty',
      'init',
      'pull_policy',
    );
    service.leave(OF_COMPOSE, 'hostname', 'logging', 'platform', 'stop_grace_period', 'develop', 'extends');
    const entry: Entry = {
      ...{ name, isDeprecated: false, tags: [], tools: [], isStateless: false, refusals: [] },
      container: {
        image,
        transport: isStdio ? 'stdio' : 'streamable-http',
        port: isStdio || port === 8080 ? undefined : port,
        args: this.command(),
        env: this.environment(),
        mounts: [],
      },
      inputs: this.variables.inputs,
    };
    const { path } = service;
    writeEntry(about, entry, {
      path,
      remarks: this.remarks,
      envFiles: this.envFiles(),
      writablePaths: this.writablePaths(),
    });
  }

  /** The port in the container: `3000`, `8080:3000`, `127.0.0.1:8080:3000/tcp`, `{ target: 3000 }`. */
  private port(): number | undefined {
    const { service } = this;
    const ports = service.raw('ports');
    const isMaps = Array.isArray(ports) && ports.some((item) => typeof item === 'object');
    if (isMaps) {
      const [first] = service.parts('ports').map((item) => {
        item.skip(...item.keys().filter((key) => key !== 'target'));
        return item.number('target');
      });
      return first;
    }
    const [first, ...more] = [...service.texts('ports'), ...service.texts('expose')];
    for (const { path } of more) service.ledger.leave('a server has one port; the first is taken', path);
    const port = first && /(?:^|:)(\d{1,5})(?:\/\w+)?$/.exec(first.text)?.[1];
    return port ? Number(port) : undefined;
  }

  /** A list, or one text that a shell would cut. */
  private command(): Argument[] {
    const { service } = this;
    const raw = service.raw('command');
    const leaves = typeof raw === 'string' ? this.words(service.leaf('command')!) : service.texts('command');
    return leaves.flatMap((leaf) => {
      const filled = this.variables.fill(leaf.text);
      if (!filled) service.ledger.leave('names something of that machine', leaf.path);
      return filled ? [{ value: filled.template }] : [];
    });
  }

  private words({ text, path }: Leaf): Leaf[] {
    const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
    return words.map((word) => ({ text: word.replace(/"([^"]*)"|'([^']*)'/g, '$1$2'), path }));
  }

  /** A map, or a list of `NAME=value`; a name alone is a variable of who runs it. */
  private environment(): Setting[] {
    const { service } = this;
    const isList = Array.isArray(service.raw('environment'));
    const pairs: [string, Leaf][] = isList
      ? service.texts('environment').map((leaf) => {
          const [, name, value] = /^([^=]*)(?:=([^]*))?$/.exec(leaf.text)!;
          return [name, { text: value ?? `\${${name}}`, path: leaf.path }];
        })
      : this.mapped();
    return pairs.flatMap(([name, { text, path }]): Setting[] => {
      const filled = this.variables.fill(text);
      if (!filled) service.ledger.leave('names something of that machine', path);
      if (filled?.remark) this.remarks.set(name, filled.remark);
      return filled ? [{ name, value: filled.template, isSecret: false }] : [];
    });
  }

  private mapped(): [string, Leaf][] {
    const map = this.service.raw('environment');
    const unset =
      typeof map === 'object' && map !== null ? Object.entries(map).filter(([, value]) => value === null) : [];
    const found = this.service.textMap('environment');
    return [
      ...found,
      ...unset.map(([name]): [string, Leaf] => [name, { text: `\${${name}}`, path: this.service.path }]),
    ];
  }

  private envFiles(): string[] {
    const raw = this.service.raw('env_file');
    if (typeof raw === 'string') return [this.service.text('env_file')!];
    if (Array.isArray(raw) && raw.some((item) => typeof item === 'object')) {
      return this.service.parts('env_file').map((item) => {
        item.skip('required', 'format');
        return item.text('path') ?? '';
      });
    }
    return this.service.texts('env_file').map(({ text }) => text);
  }

  private writablePaths(): string[] {
    const raw = this.service.raw('tmpfs');
    const paths =
      typeof raw === 'string' ? [this.service.text('tmpfs')!] : this.service.texts('tmpfs').map(({ text }) => text);
    return paths.map((path) => path.split(':')[0]);
  }
}
