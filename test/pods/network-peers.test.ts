import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { peersJson } from '../../src/pods/network-peers';
import { chartIn } from '../util';

const NAME = 'kubernetes.io/metadata.name';

test.each<[string, (chart: Chart) => kplus.INetworkPolicyPeer, object[]]>([
  [
    'a range of addresses',
    (chart) => kplus.NetworkPolicyIpBlock.ipv4(chart, 'p', '10.0.0.0/8'),
    [{ ipBlock: { cidr: '10.0.0.0/8' } }],
  ],
  [
    'a range with holes',
    (chart) => kplus.NetworkPolicyIpBlock.ipv4(chart, 'p', '10.0.0.0/8', ['10.1.0.0/16']),
    [{ ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } }],
  ],
  ['pods of the own namespace', (chart) => kplus.Pods.all(chart, 'p'), [{ podSelector: {} }]],
  [
    'pods with labels',
    (chart) => kplus.Pods.select(chart, 'p', { labels: { a: 'b' }, expressions: [kplus.LabelExpression.exists('c')] }),
    [{ podSelector: { matchLabels: { a: 'b' }, matchExpressions: [{ key: 'c', operator: 'Exists' }] } }],
  ],
  ['all namespaces', (chart) => kplus.Namespaces.all(chart, 'p'), [{ namespaceSelector: {} }]],
  [
    'namespaces with a label',
    (chart) => kplus.Namespaces.select(chart, 'p', { labels: { team: 'x' } }),
    [{ namespaceSelector: { matchLabels: { team: 'x' } } }],
  ],
  [
    'namespaces by name, each for itself',
    (chart) => kplus.Namespaces.select(chart, 'p', { names: ['a', 'b'], labels: { team: 'x' } }),
    ['a', 'b'].map((name) => ({ namespaceSelector: { matchLabels: { team: 'x', [NAME]: name } } })),
  ],
  [
    'pods with labels in namespaces with labels',
    (chart) => {
      const namespaces = kplus.Namespaces.select(chart, 'n', { labels: { team: 'x' } });
      return kplus.Pods.select(chart, 'p', { labels: { a: 'b' }, namespaces });
    },
    [{ namespaceSelector: { matchLabels: { team: 'x' } }, podSelector: { matchLabels: { a: 'b' } } }],
  ],
  [
    'a namespace that is made here',
    (chart) => new kplus.Namespace(chart, 'p', { metadata: { name: 'made' } }),
    [{ namespaceSelector: { matchLabels: { [NAME]: 'made' } } }],
  ],
])('%s', (_, peer, expected) => {
  expect(peersJson([peer(chartIn())])).toEqual(expected);
});

test('a workload without a namespace is in the own one, not in all of them', () => {
  const chart = new Chart(chartIn(), 'inner');
  const pod = new kplus.Pod(chart, 'p', { containers: [{ image: 'i' }] });
  expect(peersJson([pod])).toEqual([{ podSelector: { matchLabels: expect.anything() } }]);
});

test('a list that was not given stays so', () => {
  expect(peersJson(undefined)).toBeUndefined();
  expect(peersJson([])).toEqual([]);
});
