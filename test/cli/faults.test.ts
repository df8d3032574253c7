/** Inputs that once broke the command line, or were reported by users, and what is right. */
import { join } from 'node:path';
import { run } from './run';

const FAULTS = join(__dirname, 'faults');

function outcome(command: string, name: string) {
  const { status, stdout, stderr } = run(command, join(FAULTS, name));
  return { status, stdout, stderr: stderr.split(`${FAULTS}/`).join('') };
}

test.each<[string, string]>([
  [
    '04-policies-null.yaml',
    '04-policies-null.yaml:7: MCPAuthzConfig "x": spec.config.policies: must have at least one Cedar policy',
  ],
  [
    '09-nested-list-secret-numbers.yaml',
    "09-nested-list-secret-numbers.yaml:20:38: can't be read: .nan is a number that JSON doesn't have",
  ],
  ['11-anchor-on-marker.yaml', "11-anchor-on-marker.yaml:6:6: can't be read: *anc stands within what &anc marks"],
  [
    '13-unquoted-template.yaml',
    "13-unquoted-template.yaml:11:13: can't be read: a key must be text, not a map or a list: it looks like a template that was not rendered",
  ],
  ['14-unresolved-alias.yaml', "14-unresolved-alias.yaml:6:18: can't be read: there is no anchor &txt"],
  [
    '16-namespace-not-text.yaml',
    '16-namespace-not-text.yaml:3: MCPServer "a": metadata.namespace: must be text, not 2024',
  ],
  [
    '20-terminal-escape.yaml',
    '20-terminal-escape.yaml:2: X\\u001b]0;owned\\u0007\\u001b[31m "a": kind: must be a kind',
  ],
  ['21-forged-line.yaml', '21-forged-line.yaml:5: MCPServer "a": a\\nerror: forged line: is not a field'],
  ['23-import-cyclic.yaml', "23-import-cyclic.yaml:3:27: can't be read: *a stands within what &a marks"],
  ['24-alias-bomb.yaml', "24-alias-bomb.yaml:6:8: can't be read: its aliases expand to too many values"],
  ['26-apiversion-object.yaml', '26-apiversion-object.yaml:1: ConfigMap "a": apiVersion: must be a version'],
  [
    'public-09-group-typo/input.yaml',
    'public-09-group-typo/input.yaml:6: MCPServer "fetch3": apiVersion: "toolhive.stacklok.io" is no API group of ToolHive; write toolhive.stacklok.dev/v1beta1',
  ],
  [
    'public-21-helm-template-file/input.yaml',
    "public-21-helm-template-file/input.yaml:6:11: can't be read: a key must be text, not a map or a list: it looks like a template",
  ],
  ['public-24-metadata-types/v1.yaml', 'metadata.namespace: must be text, not false'],
  ['public-24-metadata-types/v3.yaml', 'metadata.namespace: must be text, not 123'],
  ['public-24-metadata-types/v5.yaml', 'metadata.name: must be text, not 42'],
  ['public-24-metadata-types/v7.yaml', 'metadata.labels.tier: must be text, not 1'],
  ['public-24-metadata-types/v9.yaml', 'metadata.labels: must be a map of texts'],
  ['public-24-metadata-types/v13.yaml', 'metadata.generation: must be a whole number, not "3"'],
])('fails on %s in one line, which says where', (name, message) => {
  for (const command of ['render', 'validate']) {
    const { status, stdout, stderr } = outcome(command, name);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(stderr).toMatch(/^error: [^\n\x1b\x07]*\n$/);
    expect(stderr).toContain(message);
  }
});

test.each<[string, string, string]>([
  [
    '10-bom-passthrough.yaml',
    '---\napiVersion: v1\nkind: ConfigMap\n',
    'note: no ToolHive resource in 10-bom-passthrough.yaml\n',
  ],
  ['public-04-octal-0o', '"defaultMode":256', ''],
  [
    'public-05-kustomization-in-folder',
    'name: fetch\n',
    'note: public-05-kustomization-in-folder/kustomization.yaml:1: Kustomization: is left out',
  ],
  [
    'public-16-early-v1alpha1/input.yaml',
    'remote_url',
    'note: public-16-early-v1alpha1/input.yaml:1: MCPGroup "demo-tools": read as ',
  ],
  [
    'public-29-flux-placeholders/input.yaml',
    '${HOME_ASSISTANT_IP}',
    'note: public-29-flux-placeholders/input.yaml:1: MCPServer "homeassistant": has the placeholder ${HOME_ASSISTANT_IP}: checksums are made before',
  ],
  ['public-22-nested-folder', 'name: fetch\n', ''],
  ['public-24-metadata-types/v11.yaml', 'namespace: default\n', ''],
  [
    'public-25-folder-with-other-files',
    'name: fetch\n',
    'note: public-25-folder-with-other-files/Chart.yaml:1: is left out',
  ],
])('takes %s', (name, expected, said) => {
  const { status, stdout, stderr } = outcome('render', name);
  expect({ status, isSaid: stderr.includes(said) }).toEqual({ status: 0, isSaid: true });
  expect(stdout).toContain(expected);
});

test('fails where a placeholder is no value, with a word about it', () => {
  const { stderr } = run('render', join(FAULTS, 'placeholder.yaml'));
  expect(stderr).toContain('must be a whole number, not "${PORT}"; substitute the placeholder first');
});

/** Pods that Kubernetes refuses, as public reports had them. */
test.each<[string, ...string[]]>([
  [
    '11-template-container-name.yaml',
    'yaml:9: MCPServer "fetch": spec.podTemplateSpec.spec.containers[0]: container "fetch" has no image; the container of the MCP server is named "mcp"',
  ],
  [
    '12-mount-without-volume.yaml',
    'yaml:6: MCPServer "fetch": spec.podTemplateSpec.spec: container "mcp": "/cache" mounts volume "cache", which the pod doesn\'t have; add it',
  ],
  [
    '13-request-above-limit.yaml',
    'yaml:6: MCPServer "fetch": spec.resources.requests.memory: "512Mi" is above its limit of "256Mi"',
    'yaml:13: MCPRemoteProxy "r": spec.resources.requests.cpu: "1" is above its limit of "500m"',
  ],
  ['14-statefulset-name.yaml', 'must be no longer than 52 characters, because its pods have a label with 11 more'],
])('fails on the pod of public/%s', (name, ...messages) => {
  for (const command of ['render', 'validate']) {
    const { status, stdout, stderr } = run(command, join(__dirname, '../faults/public', name));
    expect({ command, status, stdout }).toEqual({ command, status: 1, stdout: '' });
    for (const message of messages) expect(stderr).toContain(message);
  }
});
