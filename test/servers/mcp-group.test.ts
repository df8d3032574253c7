import { Testing } from 'cdk8s';
import { McpGroup, McpRemoteProxy, McpServer, McpServerEntry, Warnings } from '../../src';
import { checkedSpec, chartIn } from '../util';

const remoteUrl = 'https://mcp.example.com/mcp';

test('takes servers and remote proxies in, as their prop does', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  const server = new McpServer(chart, 's', { image: 'i:1.0' });
  const proxy = new McpRemoteProxy(chart, 'p', { remoteUrl });
  for (const member of [server, proxy]) {
    group.addMember(member);
    group.addMember(member);
    expect(checkedSpec(member).groupRef).toEqual({ name: 'g' });
  }
  Testing.synth(chart);
  expect(Warnings.of(chart)).toEqual([]);
});

test('refuses a server of another group', () => {
  const chart = chartIn();
  const server = new McpServer(chart, 's', { image: 'i:1.0', group: new McpGroup(chart, 'first') });
  expect(() => new McpGroup(chart, 'second').addMember(server)).toThrow(
    '[chart/s] McpServer "s": group: it is in "first" already and can\'t be in "second" too; a server has one group',
  );
});

test('refuses an entry, which says its group when it is made, and what is known by name alone', () => {
  const chart = chartIn();
  const group = new McpGroup(chart, 'g');
  const entry = new McpServerEntry(chart, 'e', { remoteUrl, group });
  for (const member of [entry, McpServer.fromMcpServerName(chart, 'ref', 'elsewhere')]) {
    expect(() => group.addMember(member)).toThrow(`"${member.name}" says itself which group it is in`);
  }
});
