/** What `render` says of inputs that people reported. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { problemLine } from '../../src/manifests/problem';
import { readManifests } from '../../src/manifests/read';
import { renderManifests } from '../../src/manifests/render-manifests';
import { DEFAULT_SETTINGS } from '../../src/rendering/model/settings';
import { run } from '../cli/run';

const REPORTS = join(__dirname, '..', 'faults', 'public');

function said(name: string): string[] {
  const text = readFileSync(join(REPORTS, name), 'utf8');
  return renderManifests(readManifests(text, name), { namespace: 'ns', settings: DEFAULT_SETTINGS }).problems.map(
    problemLine,
  );
}

test('a format that is left over from the older registry server is warned of, and no error', () => {
  const lines = said('02-registry-format-field.yaml');
  expect(lines.filter((line) => line.includes('error'))).toEqual([]);
  expect(lines).toContainEqual(expect.stringMatching(/warning.*sources\[0\]\.format/));
});

test('a registry below a public path is said to be seen by everybody', () => {
  expect(said('03-registry-public-path.yaml')).toContainEqual(
    expect.stringMatching(/warning.*registries\[1\].*everybody sees all of it.*\[registry-public-unfiltered\]/),
  );
});

test('policies that can never match are warned of, each by what is wrong with it', () => {
  const policies = said('08-cedar-never-matches.yaml').filter((line) => line.includes('policies['));
  expect(policies).toEqual(
    expect.arrayContaining([
      expect.stringMatching(/policies\[0\].*backend-a.*vmcp-main/),
      expect.stringMatching(/policies\[1\].*call-tool.*call_tool.*\[cedar-leaves-open\]/),
      expect.stringMatching(/policies\[2\].*\[cedar-never-matches\]/),
    ]),
  );
});

/** What is due for each: the exit status, and what a line on standard error has; nothing where the input is right. */
const DUE: Record<string, [status: number, line?: RegExp]> = {
  '01-import-member-annotations.yaml': [0],
  '02-registry-format-field.yaml': [0, /sources\[0\]\.format: .*\[registry-legacy-field\]/],
  '03-registry-public-path.yaml': [0, /registries\[1\].*\[registry-public-unfiltered\]/],
  '04-octal-0o.yaml': [0],
  '06-vmcp-cluster-discovery.yaml': [0],
  '07-upstream-inject-member.yaml': [0],
  '08-cedar-never-matches.yaml': [0, /policies\[1\]: .*\[cedar-leaves-open\]/],
  '09-group-typo.yaml': [1, /apiVersion: "toolhive\.stacklok\.io" .* toolhive\.stacklok\.dev/],
  '10-static-precedence.yaml': [0, /backends\.backend: .*\[outgoing-auth-overruled\]/],
  '11-template-container-name.yaml': [1, /containers\[0\]: container "fetch" has no image/],
  '12-mount-without-volume.yaml': [1, /"\/cache" mounts volume "cache"/],
  '13-request-above-limit.yaml': [1, /requests\.memory: "512Mi" is above its limit of "256Mi"/],
  '14-statefulset-name.yaml': [1, /EmbeddingServer .*: metadata\.name: /],
  '15-aggregation-unknown-workload.yaml': [0, /tools\[0\]\.workload: "gone" .*\[not-a-member\]/],
  '16-early-v1alpha1.yaml': [0, /note: .*remoteURL as remoteUrl/],
  '21-helm-template-file.yaml': [1, /looks like a template that was not rendered/],
  '27-double-token-exchange.yaml': [0, /spec\.outgoingAuth: .*\[token-exchanged-twice\]/],
  '28-two-secrets-one-variable.yaml': [
    1,
    /orders.*secrets\[1\]\.targetEnvName: "TOKEN" is the variable of spec\.secrets\[0\] too; drop one/,
  ],
  '29-flux-placeholders.yaml': [0, /note: .*\$\{HOME_ASSISTANT_IP\}/],
};

test('every reported input stands here with what is due', () => {
  expect(readdirSync(REPORTS).sort()).toEqual(Object.keys(DUE));
});

test.each(Object.entries(DUE))('%s is rendered with what is due', (name, [status, line]) => {
  const { status: is, stderr } = run('render', '--namespace', 'ns', join(REPORTS, name));
  expect({ status: is, stderr }).toEqual({ status, stderr: line ? expect.stringMatching(line) : '' });
});
