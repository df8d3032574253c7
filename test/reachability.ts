/** All connections of an app as a table, with what is around it. */
import { openPorts } from '../src/network/connection';
import { Place, podsOf } from '../src/network/place';
import { Obj } from '../src/plain/objects';

/** All connections as a table: who connects stands on the left; a dash is nothing, an asterisk whoever it is itself. */
export function matrix(objects: readonly Obj[], from: readonly Place[], to: readonly Place[]): string {
  const cell = (a: Place, b: Place) => (a === b ? '*' : openPorts(objects, a, b).join(' ') || '-');
  const rows = [
    ['from \\ to', ...to.map(({ name }) => name)],
    ...from.map((a) => [a.name, ...to.map((b) => cell(a, b))]),
  ];
  const widths = rows[0].map((_, i) => Math.max(...rows.map((row) => row[i].length)));
  return rows
    .map((row) =>
      row
        .map((text, i) => text.padEnd(widths[i]))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** What is around an app. */
export const SURROUNDINGS: Record<string, Place> = {
  ingress: { name: 'ingress', namespace: 'ingress-nginx', labels: { app: 'ingress-nginx' }, ports: [] },
  prometheus: { name: 'Prometheus', namespace: 'monitoring', labels: { app: 'prometheus' }, ports: [] },
  stranger: { name: 'other pod', namespace: 'other', labels: { app: 'stranger' }, ports: [8080] },
  dns: { name: 'DNS', namespace: 'kube-system', labels: { 'k8s-app': 'kube-dns' }, ports: [53] },
  redis: { name: 'Redis', namespace: 'cache', labels: { app: 'redis' }, ports: [6379] },
  apiServer: { name: 'Kubernetes API', address: '10.0.0.10', ports: [6443] },
  internet: { name: 'internet', address: '93.184.215.14', host: 'internet.example.net', ports: [80, 443] },
  company: { name: 'company', address: '10.20.30.40', ports: [80, 443] },
  metadata: { name: 'cloud metadata', address: '169.254.169.254', ports: [80] },
};

/** The matrix of an app, with its surroundings. */
export function appMatrix(objects: readonly Obj[]): string {
  const pods = podsOf(objects);
  const { ingress, prometheus, stranger, ...hosts } = SURROUNDINGS;
  return matrix(objects, [...pods, ingress, prometheus, stranger], [...pods, ...Object.values(hosts)]);
}
