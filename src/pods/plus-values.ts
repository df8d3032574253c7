/** What cdk8s-plus-28 takes of a server, made of the objects that the server is rendered as. */
import { Size } from 'cdk8s';
import type { Container, ContainerResources, Cpu, IngressBackend, Service } from 'cdk8s-plus-28';
import { plus } from './plus';
import { Container as ContainerObject, PodSpec } from '../kubernetes/objects';
import { quantityNumber } from '../kubernetes/quantity';
import { pruned } from '../plain/objects';

/** The containers of a pod: what an autoscaler asks of them, which is their names and what they request. */
export function plusContainers(pod: PodSpec | undefined): Container[] {
  const { Container: PlusContainer } = plus();
  return (pod?.containers ?? []).map(
    ({ name, image = '', resources }) => new PlusContainer({ name, image, resources: plusResources(resources) }),
  );
}

function plusResources({
  requests = {},
  limits = {},
}: NonNullable<ContainerObject['resources']> = {}): ContainerResources {
  return pruned({
    cpu: pruned({ request: cpu(requests.cpu), limit: cpu(limits.cpu) }),
    memory: pruned({ request: memory(requests.memory), limit: memory(limits.memory) }),
  });
}

function cpu(quantity: unknown): Cpu | undefined {
  return quantity === undefined ? undefined : plus().Cpu.millis(Math.ceil(quantityNumber(String(quantity)) * 1000));
}

function memory(quantity: unknown): Size | undefined {
  return quantity === undefined ? undefined : Size.kibibytes(Math.ceil(quantityNumber(String(quantity)) / 1024));
}

/** A Service that this library or the operator makes. cdk8s-plus-28 asks for one of its own, and reads name and port of it. */
export function ingressBackend(name: string, port: number): IngressBackend {
  return plus().IngressBackend.fromService({ name, ports: [{ port }] } as unknown as Service);
}
